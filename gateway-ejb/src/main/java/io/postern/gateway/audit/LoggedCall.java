package io.postern.gateway.audit;

import java.util.List;

/**
 * One line on its way through an extension's observers, and the one that is called now. Guarded by
 * its {@link EventDispatcher}'s lock.
 */
final class LoggedCall {

  final LoggingSubscriber subscriber;
  final List<LoggingTally> observers;
  final long revision;
  final JournalLine line;

  /** Index of the observer that is called now or next. */
  int at;

  /** When the present observer was called. */
  long began = System.nanoTime();

  boolean interrupted;

  LoggedCall(
      LoggingSubscriber subscriber,
      List<LoggingTally> observers,
      long revision,
      JournalLine line,
      int at) {
    this.subscriber = subscriber;
    this.observers = observers;
    this.revision = revision;
    this.line = line;
    this.at = at;
  }

  boolean isObserving() {
    return at < observers.size();
  }

  LoggingTally observing() {
    return observers.get(at);
  }
}
