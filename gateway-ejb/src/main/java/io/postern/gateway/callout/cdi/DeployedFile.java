package io.postern.gateway.callout.cdi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The file {@code deployed-extensions} beside the spool: which extensions should be asked, so that
 * mail does not pass unchecked when the control database is lost. One line for each extension
 * (name, revision, SHA-256, events, separated by blanks), then one with the SHA-256 of the lines
 * before it. Replaced whole and synced. For one thread at a time.
 */
final class DeployedFile {

  private static final String TITLE = "postern deployed extensions 1";
  private static final String SUM = "sum ";

  private final Path file;

  /**
   * @param data the gateway's data folder
   */
  DeployedFile(Path data) {
    this.file = data.resolve("deployed-extensions");
  }

  /** What the file says. */
  sealed interface Content {

    /** There is none: the first start, or it was deleted. */
    record None() implements Content {}

    record Known(List<DeployedExtension> extensions) implements Content {

      public Known {
        extensions = List.copyOf(extensions);
      }
    }

    /**
     * It cannot be read.
     *
     * @param keptAs where it lies now
     */
    record Damaged(String why, Path keptAs) implements Content {}
  }

  /** Reads it; a damaged one is renamed, so that the next write destroys nothing. */
  Content read() {
    // A link that leads nowhere is no first start either.
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new Content.None();
    }
    try {
      return new Content.Known(parse(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      return new Content.Damaged(Refusal.of(e), setAside());
    }
  }

  private Path setAside() {
    Path kept =
        file.resolveSibling(
            file.getFileName() + ".damaged-" + Instant.now().toString().replaceAll("[-:.]", ""));
    try {
      return Files.move(file, kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<DeployedExtension> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals(TITLE) || !text.endsWith("\n")) {
      throw new IllegalArgumentException("it is not complete");
    }
    List<String> content = lines.subList(0, lines.size() - 1);
    if (!lines.getLast().equals(SUM + sum(content))) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    List<DeployedExtension> extensions = new ArrayList<>();
    for (String line : content.subList(1, content.size())) {
      String[] words = line.split(" ", -1);
      if (words.length != 4) {
        throw new IllegalArgumentException("a line has " + words.length + " words, not 4");
      }
      extensions.add(
          new DeployedExtension(
              words[0], Integer.parseInt(words[1]), words[2], Set.of(words[3].split(","))));
    }
    return extensions;
  }

  /**
   * Replaces the file; it is on disk when this returns.
   *
   * @throws UncheckedIOException when that fails; the former file is there still
   */
  void write(Collection<DeployedExtension> extensions) {
    List<String> lines = new ArrayList<>();
    lines.add(TITLE);
    extensions.stream()
        .sorted(Comparator.comparing(DeployedExtension::name))
        .map(
            e ->
                String.join(
                    " ",
                    e.name(),
                    String.valueOf(e.revision()),
                    e.sha256(),
                    String.join(",", new TreeSet<>(e.observed()))))
        .forEach(lines::add);
    lines.add(SUM + sum(lines));
    try {
      replace(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file.getFileName(), e);
    }
  }

  /** Replaces a file whole; it is on disk when this returns. */
  static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = file.getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder)) {
        channel.force(true);
      }
    }
  }

  private static String sum(List<String> lines) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}
