package io.postern.gateway.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.gateway.audit.JournalLine;
import io.postern.text.Shown;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * The events that one target refused, in the file {@value #FILE} of its folder: number, time,
 * reason and the journal's line, divided by tabs. An event stands there once. Durable when a method
 * returns. Thread-safe.
 */
final class SetAsideEvents {

  static final String FILE = "set-aside";

  private static final Logger LOG = System.getLogger(SetAsideEvents.class.getPackageName());

  private static final int LONGEST_REASON = 1_000;

  private final Path file;
  private final int most;
  private final IntConsumer changed;
  private final NavigableSet<Long> numbers = new TreeSet<>();

  private SetAsideEvents(Path file, int most, IntConsumer changed) {
    this.file = file;
    this.most = most;
    this.changed = changed;
  }

  /**
   * @param folder the target's; it is there
   * @param most events that are kept at once
   * @param changed is given their number now and after each change
   */
  static SetAsideEvents open(Path folder, int most, IntConsumer changed) throws IOException {
    SetAsideEvents events = new SetAsideEvents(folder.resolve(FILE), most, changed);
    if (Files.exists(events.file)) {
      events.cutTornEnd();
      events.forEach(
          event -> {
            events.numbers.add(event.line().sequence());
            return true;
          });
    }
    changed.accept(events.numbers.size());
    return events;
  }

  private void cutTornEnd() throws IOException {
    try (RandomAccessFile all = new RandomAccessFile(file.toFile(), "rw")) {
      long end = all.length();
      while (end > 0) {
        all.seek(end - 1);
        if (all.read() == '\n') {
          break;
        }
        end--;
      }
      all.setLength(end);
    }
  }

  synchronized int count() {
    return numbers.size();
  }

  /** Whether no further event can be taken. */
  synchronized boolean isFull() {
    return numbers.size() >= most;
  }

  /** Does nothing when the event is there already. */
  synchronized void add(SetAsideEvent event) throws IOException {
    if (numbers.contains(event.line().sequence())) {
      return;
    }
    boolean first = !Files.exists(file);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long end = out.size();
      try {
        ByteBuffer line = ByteBuffer.wrap(text(event).getBytes(US_ASCII));
        long at = end;
        while (line.hasRemaining()) {
          at += out.write(line, at);
        }
        out.force(true);
      } catch (IOException e) {
        out.truncate(end);
        throw e;
      }
    }
    if (first) {
      TargetFolder.sync(file.resolveSibling(""));
    }
    numbers.add(event.line().sequence());
    changed.accept(numbers.size());
  }

  /** The oldest, after a number. */
  synchronized List<SetAsideEvent> after(long number, int limit) throws IOException {
    List<SetAsideEvent> found = new ArrayList<>();
    if (numbers.higher(number) != null && limit > 0) {
      forEach(
          event -> {
            if (event.line().sequence() > number) {
              found.add(event);
            }
            return found.size() < limit;
          });
    }
    return found;
  }

  /** Takes events away; those that are not there are ignored. */
  synchronized void remove(Set<Long> gone) throws IOException {
    if (numbers.stream().noneMatch(gone::contains)) {
      return;
    }
    Path fresh = file.resolveSibling('~' + FILE);
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      try (BufferedReader in = Files.newBufferedReader(file, US_ASCII)) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (parse(line).filter(event -> !gone.contains(event.line().sequence())).isPresent()) {
            ByteBuffer octets = ByteBuffer.wrap((line + '\n').getBytes(US_ASCII));
            while (octets.hasRemaining()) {
              out.write(octets);
            }
          }
        }
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    TargetFolder.sync(file.resolveSibling(""));
    numbers.removeAll(gone);
    changed.accept(numbers.size());
  }

  private void forEach(Predicate<SetAsideEvent> taking) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, US_ASCII)) {
      boolean more = true;
      while (more) {
        String line = in.readLine();
        more = line != null && parse(line).map(taking::test).orElse(true);
      }
    }
  }

  private static String text(SetAsideEvent event) {
    return event.line().sequence()
        + "\t"
        + event.at()
        + "\t"
        + Shown.ascii(event.reason(), LONGEST_REASON)
        + "\t"
        + event.line().json()
        + "\n";
  }

  private Optional<SetAsideEvent> parse(String line) {
    String[] parts = line.split("\t", 4);
    try {
      return Optional.of(
          new SetAsideEvent(JournalLine.parse(parts[3]), Instant.parse(parts[1]), parts[2]));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "export: {0} holds a damaged line, which is ignored", file);
      return Optional.empty();
    }
  }
}
