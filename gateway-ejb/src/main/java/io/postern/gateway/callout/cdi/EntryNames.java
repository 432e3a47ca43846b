package io.postern.gateway.callout.cdi;

import io.postern.text.Shown;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Checks where the entries of an archive would be unpacked to. */
final class EntryNames {

  private static final int LONGEST = 500;

  private EntryNames() {}

  /**
   * The entries that are files.
   *
   * @throws ArchiveRefused when a name leads outside, is hostile, or stands for two things
   */
  static List<ZipEntry> files(ZipFile zip, Budget budget) {
    budget.takeEntries(zip.size());
    List<ZipEntry> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      String shown = Shown.of(name, 200);
      if (leadsOutside(name)) {
        throw new ArchiveRefused(shown + " would be unpacked outside of its folder");
      }
      if (isHostile(name)) {
        throw new ArchiveRefused(shown + " is not a file name");
      }
      if (!names.add(name)) {
        throw new ArchiveRefused(shown + " is there twice");
      }
      if (!entry.isDirectory()) {
        files.add(entry);
      }
    }
    for (ZipEntry file : files) {
      requireNoFileAbove(file.getName(), names);
    }
    return files;
  }

  private static void requireNoFileAbove(String name, Set<String> names) {
    if (names.contains(name + "/")) {
      throw new ArchiveRefused(Shown.of(name, 200) + " is both a file and a folder");
    }
    for (int cut = name.lastIndexOf('/'); cut > 0; cut = name.lastIndexOf('/', cut - 1)) {
      if (names.contains(name.substring(0, cut))) {
        throw new ArchiveRefused(
            Shown.of(name.substring(0, cut), 200) + " is both a file and a folder");
      }
    }
  }

  private static boolean leadsOutside(String name) {
    return name.startsWith("/")
        || name.startsWith("\\")
        || (name.length() > 1 && name.charAt(1) == ':')
        || List.of(name.split("[/\\\\]", -1)).contains("..");
  }

  private static boolean isHostile(String name) {
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    List<String> segments = List.of(path.split("/", -1));
    return name.length() > LONGEST
        || name.indexOf('\\') >= 0
        || segments.contains("")
        || segments.contains(".")
        || !Shown.of(name, LONGEST).equals(name);
  }
}
