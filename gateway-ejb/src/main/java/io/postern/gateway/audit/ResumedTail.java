package io.postern.gateway.audit;

import java.time.Duration;
import java.util.List;

/**
 * A viewer that goes on after a line: it reads the files, and so loses nothing however slow it is,
 * except what is removed before it comes there, or cannot be read.
 */
final class ResumedTail implements JournalTail {

  private final JournalReader reader;

  ResumedTail(JournalReader reader) {
    this.reader = reader;
  }

  @Override
  public List<String> take(int limit, Duration wait) throws InterruptedException {
    return reader.read(limit, wait).stream().map(JournalLine::json).toList();
  }

  @Override
  public long dropped() {
    return reader.lost();
  }

  @Override
  public void close() {
    reader.close();
  }
}
