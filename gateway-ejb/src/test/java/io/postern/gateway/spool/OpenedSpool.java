package io.postern.gateway.spool;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A spool on disk, open before each test and closed after it. */
abstract class OpenedSpool {

  @TempDir Path folder;

  final RecordedEvents told = new RecordedEvents();
  Spool spool;

  @BeforeEach
  void open() {
    spool = Spool.open(new SpoolOptions(folder, 1 << 20, 64 << 10, 0), Mail.CLOCK, told);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  void restart() {
    spool.close();
    open();
  }
}
