package io.postern.gateway.spool;

import java.nio.ByteBuffer;

/** What a scan of a segment comes upon. */
sealed interface ScanResult {

  /**
   * A record.
   *
   * @param sound whether head and body are as they were written, where that was looked at
   * @param description valid until the scan goes on
   */
  record Valid(int offset, RecordHeader header, ByteBuffer description, boolean sound)
      implements ScanResult {}

  /** Octets that ought to be records and are not. */
  record Unreadable(int from, int to) implements ScanResult {}

  /** Nothing valid follows. */
  record End(int at) implements ScanResult {}
}
