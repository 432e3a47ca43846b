package io.postern.gateway.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An extension interrupted every thread: the spool's file was closed and its upkeep ended. */
final class UninterruptibleThreadTest {

  @TempDir Path folder;

  @Test
  void anInterrupt_neitherEndsAWaitNorClosesAFile() throws Exception {
    Path file = folder.resolve("file");
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread thread =
        UninterruptibleThread.started(
            "test",
            () -> {
              try {
                goOn.await();
                write(file);
              } catch (Exception e) {
                failure.set(e);
              }
            });
    ThreadGroup group = thread.getThreadGroup();
    Thread[] all = new Thread[group.activeCount() + 50];
    int found = group.enumerate(all);
    for (int i = 0; i < found; i++) {
      if (all[i].getName().equals("test")) {
        all[i].interrupt();
      }
    }
    goOn.countDown();
    thread.interrupt();
    thread.join();
    assertNull(failure.get());
    assertEquals(1000, Files.size(file));
  }

  private static void write(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Thread.currentThread().interrupt();
      for (int i = 0; i < 1000; i++) {
        channel.write(ByteBuffer.wrap(new byte[1]));
      }
    }
  }
}
