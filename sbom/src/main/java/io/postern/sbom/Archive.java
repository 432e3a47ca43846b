package io.postern.sbom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A jar, WAR, EAR or RAR that ships, or one within another. Known by its first octets, not by its
 * name.
 *
 * @param path from the product folder, {@code !/} before what lies in an archive
 * @param sha256 of its octets, in hex
 * @param metadata by entry name: what describes it, and the web interface's vendored files
 * @param inner the archives in it
 */
record Archive(
    String path, String sha256, SortedMap<String, byte[]> metadata, List<Archive> inner) {

  /** All archives of a folder, by path. */
  static List<Archive> in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Archive> archives = new ArrayList<>();
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        byte[] octets = Files.readAllBytes(file);
        if (isArchive(octets)) {
          archives.add(read(folder.relativize(file).toString(), octets));
        }
      }
      return archives;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isArchive(byte[] octets) {
    return octets.length > 3
        && octets[0] == 'P'
        && octets[1] == 'K'
        && octets[2] == 3
        && octets[3] == 4;
  }

  private static Archive read(String path, byte[] octets) throws IOException {
    SortedMap<String, byte[]> metadata = new TreeMap<>();
    List<Archive> inner = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(octets))) {
      ZipEntry entry;
      while ((entry = zip.getNextEntry()) != null) {
        byte[] content = zip.readAllBytes();
        if (isArchive(content)) {
          inner.add(read(path + "!/" + entry.getName(), content));
        } else if (isMetadata(entry.getName())) {
          metadata.put(entry.getName(), content);
        }
      }
    }
    return new Archive(path, Sha256.of(octets), metadata, inner);
  }

  private static boolean isMetadata(String entry) {
    return entry.equals("META-INF/MANIFEST.MF")
        || entry.startsWith("META-INF/maven/") && entry.endsWith("/pom.properties")
        || entry.endsWith("glassfish-version.properties")
        || entry.startsWith("vendor/");
  }

  /** The file's name without folders and ending. */
  String baseName() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** This one and all within. */
  Stream<Archive> all() {
    return Stream.concat(Stream.of(this), inner.stream().flatMap(Archive::all));
  }
}
