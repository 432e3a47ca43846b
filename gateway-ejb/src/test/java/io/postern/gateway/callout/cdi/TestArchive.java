package io.postern.gateway.callout.cdi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds an archive entry by entry, right or hostile. */
final class TestArchive {

  static final String BEANS_ALL =
      "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\""
          + " bean-discovery-mode=\"all\"/>";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** A WAR with a callout that works. */
  static TestArchive war(Class<?>... classes) {
    TestArchive archive = new TestArchive();
    for (Class<?> type : classes) {
      archive.with("WEB-INF/classes/" + fileOf(type), octetsOf(type));
    }
    return archive;
  }

  /** The same as a jar. */
  static TestArchive jar(Class<?>... classes) {
    TestArchive archive = new TestArchive();
    for (Class<?> type : classes) {
      archive.with(fileOf(type), octetsOf(type));
    }
    return archive;
  }

  static String fileOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  static byte[] octetsOf(Class<?> type) {
    try (InputStream in =
        Objects.requireNonNull(type.getClassLoader().getResourceAsStream(fileOf(type)))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestArchive with(String name, byte[] octets) {
    entries.put(name, octets);
    return this;
  }

  TestArchive with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  TestArchive with(String name, TestArchive bundled) {
    return with(name, bundled.octets());
  }

  byte[] octets() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(octets)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        // The same content gives the same octets at any time.
        header.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }

  /** The archive with this text in place of that one, of the same length, in its directory. */
  byte[] octetsWithRenamed(String name, String other) {
    byte[] octets = octets();
    byte[] from = name.getBytes(StandardCharsets.UTF_8);
    byte[] to = other.getBytes(StandardCharsets.UTF_8);
    if (from.length != to.length) {
      throw new IllegalArgumentException(name + " and " + other);
    }
    for (int at = 0; at + from.length <= octets.length; at++) {
      if (Arrays.equals(octets, at, at + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, octets, at, to.length);
      }
    }
    return octets;
  }
}
