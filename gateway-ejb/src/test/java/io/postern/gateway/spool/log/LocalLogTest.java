package io.postern.gateway.spool.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.spool.files.DiskFiles;
import io.postern.gateway.spool.files.FailingFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log in local files, on a disk. */
class LocalLogTest implements RecordLogContract {

  private static final int SIZE = 16 << 10;

  @TempDir Path folder;

  private final FailingFiles files = new FailingFiles(new DiskFiles(), "Input/output error");

  @Override
  public RecordLog open() throws IOException {
    return open(0);
  }

  @Override
  public RecordLog open(int node) throws IOException {
    return LocalLog.open(files, folder, SIZE, node);
  }

  /** The system keeps a second writer out; this is how somebody gets around that. */
  @Override
  public RecordLog takeOver() throws IOException {
    Files.delete(folder.resolve("lock"));
    return open();
  }

  @Override
  public void crash(RecordLog log) throws IOException {
    log.close();
  }

  @Override
  public void failSyncs(boolean failing) {
    if (failing) {
      files.faults().failWhile(operation -> operation.startsWith("force"));
    } else {
      files.faults().heal();
    }
  }

  @Override
  public int syncs() {
    return (int)
        files.faults().operations().stream().filter(each -> each.startsWith("force")).count();
  }

  @Test
  void secondWriterIsRefusedWhileTheFirstHoldsTheFolder() throws IOException {
    try (RecordLog log = open()) {
      assertThrows(IOException.class, this::open);
      log.writer().next(START);
      RecordLogContract.write(log.writer(), "still written");
    }
    try (RecordLog again = open()) {
      assertEquals(List.of("still written"), RecordLogContract.found(again));
    }
  }

  /** The end of the newest segment is half written, as by a power cut. */
  @Test
  void tornRecordAtTheEndIsDiscarded() throws IOException {
    int torn;
    try (RecordLog log = open()) {
      log.writer().next(START);
      RecordLogContract.write(log.writer(), "whole");
      torn = log.writer().append(RecordLogContract.record("torn", "x".repeat(500)));
      log.writer().sync();
    }
    try (RandomAccessFile segment =
        new RandomAccessFile(folder.resolve("segments/00000001.seg").toFile(), "rw")) {
      segment.seek(torn + 400);
      segment.write(new byte[200]);
    }
    try (RecordLog again = open()) {
      assertEquals(List.of("whole"), RecordLogContract.found(again));
    }
  }

  /** Nothing behind it could be known to be damaged, had the file ended in the record before. */
  @Test
  void segmentThatIsCutShortSaysSo() throws IOException {
    try (RecordLog log = open()) {
      log.writer().next(START);
      RecordLogContract.write(log.writer(), "whole");
    }
    try (RandomAccessFile segment =
        new RandomAccessFile(folder.resolve("segments/00000001.seg").toFile(), "rw")) {
      segment.setLength(1_000);
    }
    try (RecordLog again = open()) {
      assertEquals(List.of("whole", "missing"), RecordLogContract.found(again));
    }
  }
}
