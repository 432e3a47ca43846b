package io.postern.gateway.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Evidence;
import io.postern.gateway.spool.UnfinishedCounts;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataFoldersTest {

  private static final Evidence OF_JOURNAL =
      new Evidence(-1, new UnfinishedCounts(), -1, true, -1, 0);

  private static DataFolders folders(boolean lacksSpool, boolean lacksJournal) {
    Path data = Path.of("data");
    return new DataFolders(
        data,
        data.resolve("spool"),
        data.resolve("journal"),
        Optional.empty(),
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
}
