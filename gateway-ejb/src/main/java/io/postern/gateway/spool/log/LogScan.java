package io.postern.gateway.spool.log;

import java.io.IOException;

/** Goes through a segment's records in order. For one thread. */
public interface LogScan extends AutoCloseable {

  /** What comes next; {@link ScanResult.End} again and again at the end. */
  ScanResult next();

  /** Where it goes on. */
  int offset();

  /** Goes on behind what the caller knows already. */
  void skipTo(int position);

  @Override
  void close() throws IOException;
}
