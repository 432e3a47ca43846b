package io.postern.gateway.series;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A ring in memory whose intervals are also in a file, as far as it can be written. Opened and
 * written by one thread at a time.
 */
final class KeptRing implements AutoCloseable {

  /** Its name in the data folder. */
  static final String FILE = "series";

  private final Path path;
  private final Ring ring;
  private final Notices notices;
  private final Clock clock;
  private @Nullable SeriesFile file;
  private boolean read;
  private long last = -1;

  private KeptRing(Path path, Ring ring, Notices notices, Clock clock) {
    this.clock = clock;
    this.path = path;
    this.ring = ring;
    this.notices = notices;
  }

  /** Reads what an earlier run left. Raises notices, and nothing else. */
  static KeptRing open(Path data, Ring ring, Notices notices, Clock clock) {
    KeptRing kept = new KeptRing(data.resolve(FILE), ring, notices, clock);
    try {
      kept.file();
    } catch (IOException e) {
      kept.unwritable(e);
    }
    return kept;
  }

  Ring ring() {
    return ring;
  }

  /** Adds to an interval, in memory and, when that is possible, on disk. */
  void add(long interval, long[] values) {
    long[] now = ring.add(interval, values);
    try {
      SeriesFile to = file();
      boolean begins = interval != last;
      to.write(ring, interval, now, begins); // The one before, written all along, goes with it.
      last = interval;
      notices.clear("series.unwritable");
    } catch (IOException e) {
      unwritable(e);
    }
  }

  private SeriesFile file() throws IOException {
    SeriesFile open = file;
    if (open == null) {
      open = opened();
      file = open;
    }
    return open;
  }

  /** After a failure the file is written again whole: it lacks what came meanwhile. */
  private SeriesFile opened() throws IOException {
    if (read) {
      return SeriesFile.begin(path, ring);
    }
    SeriesFile.Found found = SeriesFile.read(path, ring);
    read = true;
    return switch (found) {
      case SOUND -> SeriesFile.open(path);
      case NOTHING -> SeriesFile.begin(path, ring);
      case DAMAGED -> {
        setAside();
        yield SeriesFile.begin(path, ring);
      }
    };
  }

  private void setAside() throws IOException {
    Path aside = path.resolveSibling("~" + FILE + "-" + clock.millis());
    Files.move(path, aside);
    notices.raise(
        "series.damaged",
        Notice.Effect.WARNING,
        "%s was damaged and is begun again with what could be read; plots of the last 90 days have"
                .formatted(path)
            + " gaps; what was there is kept as %s, remove it when you do not need it"
                .formatted(aside.getFileName()));
  }

  private void unwritable(IOException e) {
    close();
    notices.raise(
        "series.unwritable",
        Notice.Effect.WARNING,
        "cannot write %s (%s); what plots of the last 90 days show is kept in memory until it can"
                .formatted(path, e.getMessage())
            + " be written");
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // What was written is there, and nothing more is to be written.
    }
    file = null;
  }
}
