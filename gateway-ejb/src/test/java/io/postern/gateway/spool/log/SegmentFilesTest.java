package io.postern.gateway.spool.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Latches;
import io.postern.gateway.spool.files.FailingFiles;
import io.postern.gateway.spool.files.MemoryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Spare files lie ready before the committer needs them. */
class SegmentFilesTest {

  private static final Path FOLDER = Path.of("/spool");
  private static final Path SEGMENTS = FOLDER.resolve("segments");
  private static final int SIZE = 16 << 10;

  private static final Set<Thread.State> WAITING =
      EnumSet.of(Thread.State.WAITING, Thread.State.BLOCKED);

  private final MemoryFiles disk = new MemoryFiles();
  private final FailingFiles files = new FailingFiles(disk, "Input/output error");

  private List<String> spares() {
    return disk.list(SEGMENTS).keySet().stream().filter(LogFolder::isSpare).toList();
  }

  private long created() {
    return files.faults().operations().stream()
        .filter(each -> each.startsWith("create spare"))
        .count();
  }

  private SegmentFiles segments() throws IOException {
    LogFolder folder = new LogFolder(FOLDER);
    files.createFolders(folder.segments());
    return new SegmentFiles(files, folder, SIZE, 0);
  }

  @Test
  void committerWaitsForTheSpareThatIsBeingWrittenOut() throws Exception {
    SegmentFiles segments = segments();
    CountDownLatch syncing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    files
        .faults()
        .failWhile(
            operation -> {
              if (operation.startsWith("force spare")) {
                syncing.countDown();
                Latches.await(goOn);
              }
              return false;
            });
    FutureTask<Boolean> upkeep =
        new FutureTask<>(
            () -> {
              segments.prepareSpare();
              return true;
            });
    FutureTask<Path> committer = new FutureTask<>(segments::takeSpare);
    Thread.ofPlatform().daemon().start(upkeep);
    Latches.await(syncing);
    Thread taking = Thread.ofPlatform().daemon().start(committer);
    await().until(() -> WAITING.contains(taking.getState()));
    goOn.countDown();

    assertTrue(upkeep.get());
    assertTrue(disk.list(SEGMENTS).containsKey(committer.get().getFileName().toString()));
    assertEquals(1, created());
    assertTrue(segments.lacksSpare());
  }

  @Test
  void committerWritesOutItsOwnAfterTheUpkeepFailed() throws Exception {
    SegmentFiles segments = segments();
    files.faults().failNth(1);
    assertThrows(IOException.class, segments::prepareSpare);
    segments.takeSpare();
    assertEquals(1, spares().size());
  }
}
