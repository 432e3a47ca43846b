package io.postern.gateway.audit;

/**
 * An event that an observer failed with, as long as it is not decided what follows.
 *
 * @param line the event's
 * @param kind {@code exception} or {@code deadline}
 * @param what happened
 * @param trace where
 * @param attempts how often the observer got it
 */
record FailedEvent(JournalLine line, String kind, String what, Throwable trace, int attempts) {

  long sequence() {
    return line.sequence();
  }

  FailedEvent after(FailedEvent earlier) {
    return new FailedEvent(line, kind, what, trace, earlier.attempts + 1);
  }
}
