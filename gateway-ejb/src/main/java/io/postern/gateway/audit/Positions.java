package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * How far each subscriber has come, one small file each; the name of the file is the subscriber's,
 * with everything but ASCII letters, digits and {@code -} escaped. Thread-safe, as long as each
 * name has one user.
 */
final class Positions {

  private static final Logger LOG = System.getLogger(Positions.class.getPackageName());

  private final Path folder;
  private final JournalDisk disk;
  private final ConcurrentHashMap<String, Long> saved = new ConcurrentHashMap<>();
  private final Map<String, Long> known;
  private final Set<String> restored = ConcurrentHashMap.newKeySet();
  private final Set<String> forgotten = ConcurrentHashMap.newKeySet();

  private Positions(Path folder, JournalDisk disk, Map<String, Long> known) {
    this.folder = folder;
    this.disk = disk;
    this.known = known;
  }

  /**
   * @param known the positions as they were written down elsewhere, for those that cannot be read
   */
  static Positions open(Path folder, JournalDisk disk, Map<String, Long> known) throws IOException {
    Misplaced.setAsideUnlessFolder(folder);
    Files.createDirectories(folder);
    Positions positions = new Positions(folder, disk, known);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (!name.startsWith("~")) {
          positions.read(name, file);
        }
      }
    }
    return positions;
  }

  private void read(String name, Path file) throws IOException {
    if (Misplaced.setAsideUnlessFile(file)) {
      restore(name, known.getOrDefault(name, 0L), "is no regular file");
      return;
    }
    OptionalLong position = parse(new String(Files.readAllBytes(file), ISO_8859_1));
    if (position.isPresent()) {
      saved.put(name, position.getAsLong());
    } else {
      restore(name, known.getOrDefault(name, 0L), "is damaged");
    }
  }

  private void restore(String name, long position, String why) {
    LOG.log(
        Level.ERROR,
        "journal: the position of {0} {1}; it reads on from line {2}, some lines again",
        name,
        why,
        position + 1);
    saved.put(name, position);
    restored.add(name);
  }

  /** A number, and its checksum unless an earlier version wrote it; empty when it is damaged. */
  private static OptionalLong parse(String text) {
    try {
      String[] words = text.strip().split(" ");
      long position = Long.parseLong(words[0]);
      boolean good = words.length == 1 || (words.length == 2 && text.equals(line(position)));
      return good && position >= 0 ? OptionalLong.of(position) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static String line(long position) {
    CRC32C crc = new CRC32C();
    crc.update(Long.toString(position).getBytes(US_ASCII));
    return position + " " + Long.toHexString(crc.getValue()) + "\n";
  }

  /**
   * Number of the last line the subscriber is done with, as it is on disk; as it was written down
   * elsewhere when the file is gone.
   */
  OptionalLong get(String subscriber) {
    String name = fileName(subscriber);
    Long position = saved.get(name);
    if (position == null && known.containsKey(name) && !forgotten.contains(name)) {
      position = known.get(name);
      restore(name, position, "is missing");
    }
    return position == null ? OptionalLong.empty() : OptionalLong.of(position);
  }

  /** Names of the subscribers whose position could not be read from its file. */
  Set<String> restored() {
    return Set.copyOf(restored);
  }

  void save(String subscriber, long sequence) throws IOException {
    String name = fileName(subscriber);
    disk.replace(folder.resolve(name), line(sequence).getBytes(US_ASCII));
    saved.put(name, sequence);
  }

  void forget(String subscriber) throws IOException {
    String name = fileName(subscriber);
    // Also when it has no file: what was written down elsewhere may be older than its removal.
    forgotten.add(name);
    if (!saved.containsKey(name)) {
      return;
    }
    disk.delete(folder.resolve(name));
    saved.remove(name);
    disk.syncFolder(folder);
  }

  /** By the name of their files. */
  Map<String, Long> all() {
    return Map.copyOf(saved);
  }

  /** Subscribers whose name begins like this. */
  Set<String> names(String prefix) {
    return saved.keySet().stream()
        .map(Positions::subscriber)
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String subscriber(String fileName) {
    return URLDecoder.decode(fileName, UTF_8);
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
