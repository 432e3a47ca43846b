package io.postern.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Update archives of a test, good ones and others. */
final class Archives {

  static final RootHash NEW = new RootHash("fedcba9876543210".repeat(4));

  private final Path folder;
  private final KeyPairFolder keys;

  Archives(Path folder) {
    this.folder = folder;
    try {
      keys = KeyPairFolder.provide(folder.resolve("key"));
      Files.createDirectories(folder.resolve("keys"));
      Files.copy(keys.publicKey(), folder.resolve("keys/ours.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path keys() {
    return folder.resolve("keys");
  }

  Path privateKey() {
    return keys.privateKey();
  }

  /** An image as its build leaves it. */
  Path image(RootHash hash) {
    Path image = folder.resolve("image");
    SplittableRandom random = new SplittableRandom(42);
    try {
      Files.createDirectories(image);
      Files.writeString(image.resolve("linux"), "new linux");
      Files.writeString(image.resolve("initrd"), "new initrd");
      Files.writeString(image.resolve("cmdline.cfg"), FakeMachine.commandLine(hash));
      byte[] root = new byte[3_000_000];
      random.nextBytes(root);
      Files.write(image.resolve("root"), root);
      byte[] verity = new byte[30_000];
      random.nextBytes(verity);
      Files.write(image.resolve("verity"), verity);
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path good(String version) {
    return good(version, NEW, "x86-64", keys.privateKey());
  }

  Path good(String version, RootHash hash, String architecture, Path key) {
    Path archive = folder.resolve("postern_" + version + ".update");
    try {
      new Packer(image(hash), new Version(version), architecture, hash)
          .pack(archive, key, Instant.parse("2026-01-01T00:00:00Z"));
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Entries of an archive in their order. */
  static Map<String, byte[]> entries(Path archive) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One entry of an archive to be written. */
  record Entry(String name, byte[] octets) {}

  static List<Entry> list(Map<String, byte[]> entries) {
    List<Entry> list = new ArrayList<>();
    entries.forEach((name, octets) -> list.add(new Entry(name, octets)));
    return list;
  }

  /** Compressed, which an update may be, and with names as they come. */
  Path write(List<Entry> entries) {
    Path archive = folder.resolve("made.update");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      List<String> written = new ArrayList<>();
      for (Entry entry : entries) {
        // ZipOutputStream refuses what is there twice; the name is put in place afterwards.
        boolean twice = written.contains(entry.name());
        written.add(entry.name());
        zip.putNextEntry(new ZipEntry(twice ? placeholder(entry.name()) : entry.name()));
        zip.write(entry.octets());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return twiceNamed(archive, entries);
  }

  private static String placeholder(String name) {
    return "!".repeat(name.length());
  }

  /** Puts the name of an entry that is there twice over its placeholder. */
  private static Path twiceNamed(Path archive, List<Entry> entries) {
    try {
      String text = Files.readString(archive, StandardCharsets.ISO_8859_1);
      for (Entry entry : entries) {
        text = text.replace(placeholder(entry.name()), entry.name());
      }
      Files.writeString(archive, text, StandardCharsets.ISO_8859_1);
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
