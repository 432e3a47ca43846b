package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * How far each subscriber has come, one small file each; the name of the file is the subscriber's,
 * with everything but ASCII letters, digits and {@code -} escaped. Thread-safe, as long as each
 * name has one user.
 */
final class Positions {

  private final Path folder;
  private final Disk disk;
  private final ConcurrentHashMap<String, Long> saved = new ConcurrentHashMap<>();

  private Positions(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  static Positions open(Path folder, Disk disk) throws IOException {
    Files.createDirectories(folder);
    Positions positions = new Positions(folder, disk);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (!name.startsWith("~")) {
          positions.saved.put(name, parse(file));
        }
      }
    }
    return positions;
  }

  private static long parse(Path file) throws IOException {
    String text = Files.readString(file, US_ASCII).strip();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("no number in " + file, e);
    }
  }

  /** Number of the last line the subscriber is done with, as it is on disk. */
  OptionalLong get(String subscriber) {
    Long position = saved.get(fileName(subscriber));
    return position == null ? OptionalLong.empty() : OptionalLong.of(position);
  }

  void save(String subscriber, long sequence) throws IOException {
    String name = fileName(subscriber);
    disk.replace(folder.resolve(name), (sequence + "\n").getBytes(US_ASCII));
    saved.put(name, sequence);
  }

  void forget(String subscriber) throws IOException {
    String name = fileName(subscriber);
    disk.delete(folder.resolve(name));
    saved.remove(name);
    disk.syncFolder(folder);
  }

  /** By the name of their files. */
  Map<String, Long> all() {
    return Map.copyOf(saved);
  }

  static String fileName(String subscriber) {
    StringBuilder name = new StringBuilder();
    for (byte b : subscriber.getBytes(UTF_8)) {
      if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-') {
        name.append((char) b);
      } else {
        name.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    if (name.isEmpty() || name.length() > 200) {
      throw new IllegalArgumentException(
          "a subscriber's name has 1 to 200 octets, not " + name.length());
    }
    return name.toString();
  }
}
