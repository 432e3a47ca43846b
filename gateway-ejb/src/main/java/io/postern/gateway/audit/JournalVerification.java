package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the files and finds the first line that was changed, removed or added since it was
 * written ({@link LineChain}). Reads only, also while the journal is written. Who can write the
 * files can also chain them again from some line on: what shows that is a value of the chain that
 * was kept elsewhere. Not thread-safe.
 */
public final class JournalVerification {

  /**
   * What was found.
   *
   * @param first number of the first line that was looked at; 0 when there is none
   * @param last number of the last one that follows those before
   * @param chainedFrom number of the first line that shows a value of the chain; empty when none
   *     does
   * @param chain the chain's value at the last line
   * @param reported lines that were missing at a start, which the journal has recorded then
   * @param problem what is wrong behind it; empty when nothing is
   */
  public record Result(
      long first,
      long last,
      Optional<Long> chainedFrom,
      String chain,
      List<MissingLines> reported,
      Optional<String> problem) {

    public Result {
      reported = List.copyOf(reported);
    }
  }

  /**
   * What is known from elsewhere.
   *
   * @param last number of a line that was on disk once; 0 when nothing is known
   * @param line number of a line of which the chain's value was kept; 0 for none
   * @param value the first digits of that value, 16 at least
   */
  public record Known(long last, long line, String value) {

    /** Nothing is known. */
    public static Known nothing() {
      return new Known(0, 0, "");
    }
  }

  private final Path folder;
  private final Known known;
  private final LineChain chain = new LineChain();
  private final List<MissingLines> reported = new ArrayList<>();
  private long first;
  private long last;
  private long chainedFrom;
  private @Nullable String problem;

  private JournalVerification(Path folder, Known known) {
    this.folder = folder;
    this.known = known;
  }

  /**
   * Verifies the files from the one that holds a line on.
   *
   * @param from number of that line; 1 for all
   * @throws JournalUnavailable when a file cannot be read
   */
  public static Result verify(Path folder, long from, Known known) {
    try {
      return new JournalVerification(folder, known).run(from);
    } catch (IOException | UncheckedIOException e) {
      throw new JournalUnavailable("journal: cannot read %s (%s)".formatted(folder, e), e);
    }
  }

  private Result run(long from) throws IOException {
    List<Path> files = files();
    int start = files.size() - 1;
    while (start > 0 && JournalFile.first(files.get(start)) > from) {
      start--;
    }
    for (int i = Math.max(0, start); i < files.size() && problem == null; i++) {
      long end = i + 1 < files.size() ? JournalFile.first(files.get(i + 1)) : Long.MAX_VALUE;
      try {
        file(files.get(i), end);
      } catch (NoSuchFileException e) {
        if (last > 0) {
          throw e;
        }
        continue; // the oldest may just have become too old
      }
    }
    if (problem == null && last < known.last()) {
      problem = new MissingLines(last + 1, known.last()) + " are missing at the end";
    }
    return new Result(
        first,
        last,
        chainedFrom == 0 ? Optional.empty() : Optional.of(chainedFrom),
        chain.digits(),
        reported,
        Optional.ofNullable(problem));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> JournalFile.first(path) > 0)
          .sorted(Comparator.comparingLong(JournalFile::first))
          .toList();
    }
  }

  /**
   * @param end number of the first line that does not count any more, as the next file has it
   */
  private void file(Path file, long end) throws IOException {
    LineSplitter lines = new LineSplitter((octets, from, to) -> line(file, end, octets, from, to));
    try (InputStream in = Files.newInputStream(file)) {
      byte[] chunk = new byte[1 << 18];
      int read = in.read(chunk);
      while (read >= 0 && lines.feed(chunk, read)) {
        read = in.read(chunk);
      }
    }
  }

  /** Looks at one line, and says whether to go on in its file. */
  private boolean line(Path file, long end, byte[] octets, int from, int to) {
    long sequence = FileScan.sequence(octets, from, to);
    boolean begins = sequence >= 0 && sequence == JournalFile.first(file);
    long expected = last == 0 ? JournalFile.first(file) : last + 1;
    if (sequence >= end) {
      return false; // an abandoned group: the next file has these numbers again
    }
    if (sequence < 0) {
      problem = "line %d was changed: its checksum does not match".formatted(expected);
    } else if (begins && begun(file, octets, from, to)) {
      last = sequence - 1;
    } else if (problem == null && sequence > expected) {
      problem = missing(expected, sequence - 1);
    } else if (problem == null && sequence <= last) {
      problem = "line %d is there again after line %d: it was added".formatted(sequence, last);
    }
    return problem == null && chained(sequence, octets, from, to);
  }

  private static String missing(long from, long to) {
    return from == to
        ? "line %d is missing: it was removed".formatted(from)
        : "lines %d to %d are missing: they were removed".formatted(from, to);
  }

  /** Whether the first line of a file may follow what was read before. */
  private boolean begun(Path file, byte[] octets, int from, int to) {
    long sequence = JournalFile.first(file);
    JournalLine begun;
    try {
      begun = JournalLine.parse(new String(octets, from, to - from, ISO_8859_1));
    } catch (IllegalArgumentException e) {
      problem = "line %d was changed: it cannot be read".formatted(sequence);
      return false;
    }
    if (last > 0 && sequence > last + 1) {
      boolean isKnown = begun.fact(EventField.AFTER).equals(Optional.of(Long.toString(last)));
      if (!isKnown) {
        problem = missing(last + 1, sequence - 1);
        return false;
      }
      reported.add(new MissingLines(last + 1, sequence - 1));
    }
    Optional<String> before = begun.fact(EventField.CHAIN_BEFORE);
    if (before.isPresent() && last > 0 && !before.get().equals(chain.digits())) {
      problem =
          "line %d begins a file that does not follow line %d: that one, or those before it, were changed or removed"
              .formatted(sequence, last);
      return false;
    }
    chain.set(before.filter(LineChain::isValue).orElse(LineChain.NOTHING));
    return true;
  }

  private boolean chained(long sequence, byte[] octets, int from, int to) {
    String shown = LineChain.shown(octets, from, to);
    if (shown.isEmpty() && chainedFrom > 0) {
      problem =
          "line %d shows no value of the chain: it was added, or an earlier version wrote it"
              .formatted(sequence);
      return false;
    }
    String before = chain.digits();
    chain.addLine(octets, from, to);
    if (!chain.digits().startsWith(shown)) {
      problem =
          "line %d was changed, or the line before it: the chain does not match"
              .formatted(sequence);
      chain.set(before);
      return false;
    }
    if (sequence == known.line() && !chain.digits().startsWith(known.value())) {
      problem =
          "line %d has another value of the chain than the one that was kept: it, or one before it, was changed"
              .formatted(sequence);
      return false;
    }
    first = first == 0 ? sequence : first;
    last = sequence;
    chainedFrom = chainedFrom == 0 && !shown.isEmpty() ? sequence : chainedFrom;
    return true;
  }
}
