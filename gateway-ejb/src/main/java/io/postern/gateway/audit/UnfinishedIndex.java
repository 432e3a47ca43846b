package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.UnfinishedCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The messages that the journal knows to be accepted and not finished. Kept while the journal is
 * written, and written down whenever a file is begun, so that a start has to go through that file
 * alone. Not thread-safe.
 */
final class UnfinishedIndex {

  private static final String HEAD = "unfinished 1";
  private static final String DOUBTFUL = " doubtful ";
  private static final String SUFFIX = ".unfinished";

  private final UnfinishedCounts counts = new UnfinishedCounts();
  private long highestId;
  private boolean doubtful;

  /** The first message that was noted since the doubt; 0 while there is none. */
  private long knownFrom;

  UnfinishedCounts counts() {
    return counts;
  }

  long highestId() {
    return highestId;
  }

  /**
   * Whether every line that could have noted or finished a message up to now was readable. After a
   * doubt it is so again once a message was accepted and none from before it is left.
   */
  boolean isCertain() {
    return !doubtful || (knownFrom > 0 && counts.ids().stream().allMatch(this::isKnown));
  }

  private boolean isKnown(SpoolId id) {
    return id.value() >= knownFrom;
  }

  /** Lines are missing or cannot be read; kept over restarts, as the journal goes on after them. */
  void doubt() {
    doubtful = true;
    knownFrom = 0;
  }

  void accepted(long id, int recipients) {
    counts.put(id, recipients);
    highestId = Math.max(highestId, id);
    if (doubtful && knownFrom == 0) {
      knownFrom = id;
    }
  }

  void finishedOne(long id) {
    counts.finishOne(id);
  }

  /** It is lost or set aside, and that is recorded. */
  void gone(long id) {
    counts.remove(id);
  }

  /** Takes in a record of the spool; they come in its order. */
  void apply(Committed committed) {
    switch (committed) {
      case Committed.Accepted accepted ->
          accepted(accepted.id().value(), accepted.envelope().recipients().size());
      case Committed.Marked marked -> {
        if (marked.mark().state() instanceof RecipientState.Finished) {
          finishedOne(marked.mark().id().value());
        }
      }
      case Committed.Damaged damaged -> damaged.id().ifPresent(id -> gone(id.value()));
    }
  }

  void apply(JournalEvent event) {
    if (event.event() == EventType.LOST) {
      event.id().ifPresent(id -> gone(id.value()));
    }
  }

  /** The file beside the one that begins with this line. */
  static Path path(Path folder, long first) {
    Path journal = JournalFile.path(folder, first);
    String name = journal.getFileName().toString();
    return folder.resolve(name.substring(0, name.lastIndexOf('.')) + SUFFIX);
  }

  /** As it is written: a line for each message, and a checksum at the end. */
  byte[] octets() {
    StringBuilder text = new StringBuilder(64 + 20 * counts.size());
    text.append(HEAD).append(' ').append(highestId).append(' ').append(counts.size());
    if (!isCertain()) {
      text.append(DOUBTFUL).append(knownFrom);
    }
    text.append('\n');
    counts.forEach((id, recipients) -> text.append(id).append(' ').append(recipients).append('\n'));
    String body = text.toString();
    return (body + checksum(body) + '\n').getBytes(US_ASCII);
  }

  /** Reads what {@link #octets} gave; empty when it is not there or not whole. */
  static Optional<UnfinishedIndex> read(Path file) throws IOException {
    String text;
    if (Misplaced.setAsideUnlessFile(file)) {
      return Optional.empty();
    }
    try {
      text = new String(Files.readAllBytes(file), US_ASCII);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    int end = text.lastIndexOf('\n', text.length() - 2) + 1;
    String body = text.substring(0, end);
    if (!text.startsWith(HEAD + ' ') || !text.substring(end).equals(checksum(body) + '\n')) {
      return Optional.empty();
    }
    String[] lines = body.split("\n");
    UnfinishedIndex index = new UnfinishedIndex();
    for (int i = 1; i < lines.length; i++) {
      int blank = lines[i].indexOf(' ');
      index.counts.put(
          SpoolId.parse(lines[i].substring(0, blank)).value(),
          Integer.parseInt(lines[i], blank + 1, lines[i].length(), 10));
    }
    index.highestId = Long.parseLong(lines[0].substring(HEAD.length() + 1).split(" ")[0]);
    int doubt = lines[0].indexOf(DOUBTFUL);
    index.doubtful = doubt > 0;
    index.knownFrom = doubt > 0 ? Long.parseLong(lines[0].substring(doubt + DOUBTFUL.length())) : 0;
    return Optional.of(index);
  }

  private static String checksum(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(US_ASCII));
    return "crc32c " + Long.toHexString(crc.getValue());
  }
}
