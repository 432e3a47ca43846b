package io.postern.update;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.text.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an update says of itself, and what its signature is over.
 *
 * @param architecture as systemd names it, such as {@code x86-64}
 * @param contents for each part
 */
record Manifest(
    Version version,
    Instant created,
    String architecture,
    RootHash rootHash,
    Map<Part, Content> contents) {

  /** Octets; ours has less than 1 KiB. */
  static final int LARGEST = 16 << 10;

  private static final String FORMAT = "1";

  /**
   * @param sha256 64 digits, lower case
   * @param size in octets
   */
  record Content(String sha256, long size) {
    Content {
      if (!sha256.matches("[0-9a-f]{64}") || size < 1) {
        throw new IllegalArgumentException("not a hash and a size: " + Shown.ascii(sha256, 500));
      }
    }
  }

  Manifest {
    contents = new EnumMap<>(contents);
  }

  Content content(Part part) {
    Content content = contents.get(part);
    if (content == null) {
      throw new IllegalArgumentException("the manifest lacks " + part.fileName());
    }
    return content;
  }

  /** Octets of all parts together. */
  long size() {
    return contents.values().stream().mapToLong(Content::size).sum();
  }

  /**
   * @throws IllegalArgumentException when it is not one that this system understands, saying why
   */
  static Manifest parse(byte[] octets) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : new String(octets, US_ASCII).split("\n")) {
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "the line '"
                + Shown.ascii(line, 500)
                + "' of the manifest is not of the form key=value");
      }
      if (values.put(line.substring(0, equals), line.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "the manifest has " + Shown.ascii(line.substring(0, equals), 500) + " twice");
      }
    }
    String format = take(values, "format");
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "the update has format "
              + Shown.ascii(format, 500)
              + ", this system reads format "
              + FORMAT
              + "; apply a version between the two first");
    }
    Version version = new Version(take(values, "version"));
    Instant created = instant(take(values, "created"));
    String architecture = Shown.ascii(take(values, "architecture"), 500);
    RootHash rootHash = new RootHash(take(values, "roothash"));
    Map<Part, Content> contents = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      String hash = take(values, part.fileName() + ".sha256");
      contents.put(part, new Content(hash, size(take(values, part.fileName() + ".size"))));
    }
    refuseMore(values.keySet());
    return new Manifest(version, created, architecture, rootHash, contents);
  }

  private static String take(Map<String, String> values, String key) {
    String value = values.remove(key);
    if (value == null) {
      throw new IllegalArgumentException("the manifest lacks " + key);
    }
    return value;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time: " + Shown.ascii(text, 500), e);
    }
  }

  private static long size(String text) {
    if (!text.matches("[0-9]{1,15}")) {
      throw new IllegalArgumentException("not a size: " + Shown.ascii(text, 500));
    }
    return Long.parseLong(text);
  }

  /** What we do not know may be what makes the update safe to apply. */
  private static void refuseMore(Set<String> keys) {
    if (!keys.isEmpty()) {
      throw new IllegalArgumentException(
          "the manifest has keys this system does not know: "
              + Shown.ascii(String.join(", ", new TreeSet<>(keys)), 500));
    }
  }

  byte[] octets() {
    StringBuilder text = new StringBuilder();
    text.append("format=").append(FORMAT).append('\n');
    text.append("version=").append(version).append('\n');
    text.append("created=").append(created).append('\n');
    text.append("architecture=").append(architecture).append('\n');
    text.append("roothash=").append(rootHash).append('\n');
    for (Part part : Part.values()) {
      Content content = content(part);
      text.append(part.fileName()).append(".sha256=").append(content.sha256()).append('\n');
      text.append(part.fileName()).append(".size=").append(content.size()).append('\n');
    }
    return text.toString().getBytes(US_ASCII);
  }
}
