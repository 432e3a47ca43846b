package io.postern.gateway.spool;

import java.util.List;

/** Reads the commit feed and keeps of it how far it has come. Thread-safe. */
final class MemoryReader implements CommitReader {

  private volatile long safe;

  /**
   * @param safe the position of the last record that was read before
   */
  MemoryReader(long safe) {
    this.safe = safe;
  }

  @Override
  public long safePosition() {
    return safe;
  }

  @Override
  public void read(List<Committed> records) {
    safe = records.getLast().position();
  }
}
