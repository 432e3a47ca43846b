package io.postern.gateway.spool.log;

import io.postern.gateway.spool.files.FailingFiles;
import io.postern.gateway.spool.files.MemoryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** The log in local files, on a disk that loses what was not synced. */
class LocalLogPowerCutTest implements RecordLogContract {

  private static final Path FOLDER = Path.of("/spool");
  private static final int SIZE = 16 << 10;

  private final Random chance = new Random();
  private MemoryFiles disk = new MemoryFiles();
  private FailingFiles files = new FailingFiles(disk, "Input/output error");

  @Override
  public RecordLog open() throws IOException {
    return open(0);
  }

  @Override
  public RecordLog open(int node) throws IOException {
    return LocalLog.open(files, FOLDER, SIZE, node);
  }

  @Override
  public RecordLog takeOver() throws IOException {
    return open();
  }

  @Override
  public void crash(RecordLog log) {
    disk = disk.afterPowerCut(chance);
    files = new FailingFiles(disk, "Input/output error");
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
}
