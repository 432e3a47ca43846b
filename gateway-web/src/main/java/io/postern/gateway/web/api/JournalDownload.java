package io.postern.gateway.web.api;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalScan;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Writes what a scan finds, some lines at a time, to a client that may be slow.
 *
 * @param begin written first
 * @param written a line as it is written
 */
record JournalDownload(JournalScan scan, String begin, Function<JournalLine, String> written)
    implements StreamingOutput {

  private static final int STEP = 500;

  @Override
  public void write(OutputStream out) throws IOException {
    try (scan) {
      out.write(begin.getBytes(StandardCharsets.UTF_8));
      while (!scan.done()) {
        List<JournalLine> lines = scan.next(STEP);
        for (JournalLine line : lines) {
          out.write(written.apply(line).getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway is stopping");
    }
  }
}
