package io.postern.launcher;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Carries what the server and its libraries print into the log, line by line. It writes the file
 * directly: through a logger, a handler that prints its own failures would call itself for ever.
 */
final class LineStream extends OutputStream {

  private static final int LONGEST = 64 << 10;

  private final RotatingFile target;
  private final String name;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineStream(RotatingFile target, String name) {
    this.target = target;
    this.name = name;
  }

  @Override
  public synchronized void write(int octet) {
    if (octet == '\n' || line.size() >= LONGEST) {
      String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
      line.reset();
      if (!text.isEmpty()) {
        target.add(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + name + ": " + text);
      }
    }
    if (octet != '\n') {
      line.write(octet);
    }
  }
}
