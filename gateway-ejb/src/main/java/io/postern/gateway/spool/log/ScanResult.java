package io.postern.gateway.spool.log;

import java.nio.ByteBuffer;

/** What a scan of a segment comes upon. */
public sealed interface ScanResult {

  /**
   * A record.
   *
   * @param size octets, with all that the log puts around it
   * @param description valid until the scan goes on
   * @param sound whether head and body are as they were written, where that was looked at
   */
  record Valid(int offset, int size, RecordType type, ByteBuffer description, boolean sound)
      implements ScanResult {}

  /** Octets that ought to be records and are not. */
  record Unreadable(int from, int to) implements ScanResult {}

  /** What ought to be there and is not: no octet of it is left to be kept. */
  record Missing(int from, int to, String what) implements ScanResult {}

  /** Nothing valid follows. */
  record End(int at) implements ScanResult {}
}
