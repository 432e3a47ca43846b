package io.postern.gateway.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.JournalKnown;
import io.postern.gateway.spool.Evidence;
import io.postern.gateway.spool.UnfinishedCounts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataFoldersTest {

  private static final Evidence OF_JOURNAL =
      new Evidence(-1, new UnfinishedCounts(), -1, true, -1, 0);

  private static DataFolders folders(boolean lacksSpool, boolean lacksJournal) {
    return folders(lacksSpool, lacksJournal, Optional.empty());
  }

  private static DataFolders folders(
      boolean lacksSpool, boolean lacksJournal, Optional<LastKnown> known) {
    Path data = Path.of("data");
    return new DataFolders(
        data,
        data.resolve("spool"),
        data.resolve("journal"),
        known,
        Optional.empty(),
        lacksSpool,
        lacksJournal);
  }

  /** "0 messages are lost" would be said of a spool whose newest segment is gone as well. */
  @Test
  void withoutTheJournalNoNumberOfLostMessagesIsCertain() {
    assertFalse(folders(false, true).evidence(OF_JOURNAL).certain());
  }

  @Test
  void aFirstStartIsCertain() {
    assertTrue(folders(true, true).evidence(OF_JOURNAL).certain());
    assertEquals(-1, folders(true, true).evidence(OF_JOURNAL).position());
  }

  /** The spool makes its first segment at a start, the journal its first file with an event. */
  @Test
  void aGatewayThatWasStoppedBeforeAnythingHappened_lostNoJournal() {
    assertTrue(folders(false, true).lostJournalAlone());
    assertTrue(folders(false, true, known(7, true)).lostJournalAlone());
    assertTrue(folders(false, true, known(0, false)).lostJournalAlone(), "it may have gone on");
    assertFalse(folders(false, true, known(0, true)).lostJournalAlone());
    assertFalse(folders(false, false, known(0, true)).lostJournalAlone());
  }

  private static Optional<LastKnown> known(long line, boolean closed) {
    return Optional.of(
        new LastKnown(new JournalKnown(line, 0, Map.of()), 0, 0, closed, Instant.EPOCH));
  }
}
