package io.postern.gateway.spool;

import io.postern.gateway.spool.files.SpoolFile;
import io.postern.gateway.spool.files.SpoolFiles;
import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.ScanResult;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Keeps what could not be read, for a person to look at. */
final class DamagedFolder {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");
  private static final int CHUNK = 64 << 10;
  private static final String LOST = "lost-";
  private static final String OR_MORE = " or more";

  private final SpoolFiles files;
  private final SpoolFolder folder;
  private final Clock clock;

  DamagedFolder(SpoolFiles files, SpoolFolder folder, Clock clock) {
    this.files = files;
    this.folder = folder;
    this.clock = clock;
  }

  /** Copies octets of a segment and notes them there. */
  Committed.Damaged take(Segment segment, ScanResult.Unreadable octets) {
    String name = Position.digits(segment.sequence()) + "-" + octets.from() + ".octets";
    String kept = copy(segment, octets.from(), octets.to(), name);
    return note(
        segment,
        octets.from(),
        octets.to(),
        "octets %d to %d of segment %s are damaged; %s, the other records are unaffected"
            .formatted(octets.from(), octets.to(), Position.digits(segment.sequence()), kept));
  }

  /** Notes damage without octets of its own, such as a segment that is not there. */
  Committed.Damaged note(Segment segment, int from, int to, String what) {
    LOG.log(Level.ERROR, "spool: {0}", what);
    Committed.Damaged event =
        new Committed.Damaged(
            Position.of(segment.sequence(), from), Optional.empty(), what, clock.instant());
    segment.damaged(from, to, event);
    return event;
  }

  /** Copies octets of a segment; answers the result, for people. */
  String copy(Segment segment, int from, int to, String name) {
    Path path = folder.damaged().resolve(name);
    try {
      files.delete(path);
      try (SpoolFile copy = files.create(path)) {
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(CHUNK, to - from));
        for (int at = from; at < to; at += chunk.limit()) {
          chunk.clear().limit(Math.min(chunk.capacity(), to - at));
          if (segment.log().octets(chunk, at) <= 0) {
            break;
          }
          copy.write(chunk.flip(), at - from);
        }
        copy.force();
      }
      return "copied to damaged/" + name;
    } catch (IOException e) {
      return "they could not be copied to damaged/ (" + e.getMessage() + ")";
    }
  }

  /**
   * Writes down what is lost; answers the name of the file, or nothing when that fails.
   *
   * @param certain whether the number is the whole of it
   */
  String list(List<String> reasons, List<SpoolId> ids, int count, boolean certain) {
    Instant now = clock.instant();
    StringBuilder text = new StringBuilder();
    text.append("# found ").append(now).append('\n');
    reasons.forEach(reason -> text.append("# ").append(reason).append('\n'));
    text.append("# messages lost: ").append(count).append(certain ? "" : OR_MORE);
    text.append(", by name: ").append(ids.size());
    text.append('\n');
    ids.forEach(id -> text.append(id).append('\n'));
    String name = LOST + now.truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-') + ".txt";
    Path path = folder.damaged().resolve(name);
    try {
      files.delete(path);
      try (SpoolFile file = files.create(path)) {
        file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)), 0);
        file.force();
      }
      files.syncFolder(folder.damaged());
      return name;
    } catch (IOException e) {
      LOG.log(Level.ERROR, "spool: cannot write " + path + "; the journal names what is lost", e);
      return "";
    }
  }

  /** Moves a body file; returns the result, for people. */
  String move(Path body, String name) {
    try {
      files.rename(body, folder.damaged().resolve(name));
      files.syncFolder(folder.damaged());
      return "moved to damaged/" + name;
    } catch (IOException e) {
      return "could not be moved to damaged/ (" + e.getMessage() + ")";
    }
  }
}
