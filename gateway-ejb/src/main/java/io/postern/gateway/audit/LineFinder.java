package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.gateway.audit.FileCatalog.Contents;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds lines by their numbers. Within a file numbers grow, so a line's place is estimated from the
 * numbers around it, and read; a few reads of 16 KiB find it. Not thread-safe.
 */
final class LineFinder {

  private static final int BLOCK = 1 << 14;

  /** Estimates before halving, which always comes to an end. */
  private static final int ESTIMATES = 6;

  private final Contents contents;
  private byte[] block = new byte[BLOCK];
  private int length;
  private long offset;
  private int fileInBlock = -1;

  LineFinder(Contents contents) {
    this.contents = contents;
  }

  /** As {@link JournalSearch#lines}. */
  List<JournalLine> lines(List<Long> sequences) {
    List<JournalLine> lines = new ArrayList<>(sequences.size());
    int i = 0;
    while (i < sequences.size()) {
      int index = contents.indexFor(sequences.get(i));
      if (index < 0) {
        return lines;
      }
      long first = contents.files().get(index).first();
      long end = contents.endOf(index);
      int to = i;
      while (to < sequences.size() && sequences.get(to) >= first) {
        to++;
      }
      if (to == i) {
        return lines; // older than all that is kept
      }
      inFile(index, end, sequences.subList(i, to), lines);
      i = to;
    }
    return lines;
  }

  private void inFile(int index, long end, List<Long> sequences, List<JournalLine> lines) {
    JournalFile file = contents.files().get(index);
    try (RandomAccessFile in = new RandomAccessFile(file.path().toFile(), "r")) {
      for (long sequence : sequences) {
        if (sequence < end) {
          find(in, index, sequence).ifPresent(lines::add);
        }
      }
    } catch (FileNotFoundException | NoSuchFileException e) {
      return; // removed by retention meanwhile
    } catch (IOException e) {
      throw new JournalUnavailable(
          "journal: cannot read lines of %s (%s)".formatted(file.path().getFileName(), e), e);
    }
  }

  private Optional<JournalLine> find(RandomAccessFile in, int index, long wanted)
      throws IOException {
    JournalFile file = contents.files().get(index);
    long low = 0;
    long high = file.length();
    long lowSequence = file.first();
    long highSequence = contents.endOf(index);
    if (fileInBlock == index) {
      Found found = look(wanted, low, high);
      if (found.line().isPresent()) {
        return found.line();
      }
    }
    int size = BLOCK;
    for (int round = 0; low < high; round++) {
      long at =
          round < ESTIMATES
              ? estimate(low, high, lowSequence, highSequence, wanted, size)
              : Math.max(low, low + (high - low) / 2 - size / 2);
      read(in, index, at, (int) Math.min(size, high - at));
      Found found = look(wanted, low, high);
      if (found.line().isPresent() || found.isMissing()) {
        return found.line();
      }
      if (found.isEmpty()) {
        if (at == low && length == high - low) {
          return Optional.empty();
        }
        size *= 2; // within a line longer than the block, or damage
        continue;
      }
      if (found.last() < wanted) {
        low = found.end();
        lowSequence = found.last() + 1;
      } else {
        high = found.begin();
        highSequence = found.first();
      }
    }
    return Optional.empty();
  }

  private static long estimate(
      long low, long high, long lowSequence, long highSequence, long wanted, int size) {
    double share = (double) (wanted - lowSequence) / Math.max(1, highSequence - lowSequence);
    long at = low + (long) (share * (high - low)) - size / 2;
    return Math.clamp(at, low, Math.max(low, high - size));
  }

  private void read(RandomAccessFile in, int index, long at, int count) throws IOException {
    if (block.length < count) {
      block = new byte[count];
    }
    in.seek(at);
    try {
      in.readFully(block, 0, count);
    } catch (EOFException e) {
      throw new IOException("the file is shorter than it was", e);
    }
    offset = at;
    length = count;
    fileInBlock = index;
  }

  /**
   * What a block has of whole lines.
   *
   * @param line the line that is wanted
   * @param isMissing whether it would be here and is not
   * @param first the first number, -1 when there is none
   * @param begin where the first line begins
   * @param end behind the last line
   */
  private record Found(
      Optional<JournalLine> line, boolean isMissing, long first, long last, long begin, long end) {

    boolean isEmpty() {
      return first < 0;
    }
  }

  private Found look(long wanted, long low, long high) {
    long first = -1;
    long last = -1;
    long begin = 0;
    long end = 0;
    int from = offset <= low ? (int) (low - offset) : lineAfter(0);
    while (from < length) {
      int to = from;
      while (to < length && block[to] != '\n') {
        to++;
      }
      if (to == length || offset + to >= high) {
        break;
      }
      long sequence = FileScan.sequence(block, from, to);
      if (sequence == wanted) {
        return new Found(parse(from, to), true, sequence, sequence, offset + from, offset + to + 1);
      }
      if (sequence >= 0) {
        if (first < 0) {
          first = sequence;
          begin = offset + from;
        } else if (last < wanted && sequence > wanted) {
          return new Found(Optional.empty(), true, first, sequence, begin, offset + to + 1);
        }
        last = sequence;
        end = offset + to + 1;
      }
      from = to + 1;
    }
    return new Found(Optional.empty(), false, first, last, begin, end);
  }

  private int lineAfter(int from) {
    int i = from;
    while (i < length && block[i] != '\n') {
      i++;
    }
    return i + 1;
  }

  private Optional<JournalLine> parse(int from, int to) {
    try {
      return Optional.of(JournalLine.parse(new String(block, from, to - from, ISO_8859_1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // damaged at rest
    }
  }
}
