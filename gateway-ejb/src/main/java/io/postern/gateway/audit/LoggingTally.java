package io.postern.gateway.audit;

/** One logging observer and what it did. Guarded by its {@link EventDispatcher}'s lock. */
final class LoggingTally {

  final LoggingObserver observer;
  long calls;
  long errors;
  long late;

  LoggingTally(LoggingObserver observer) {
    this.observer = observer;
  }

  LoggingProgress.Observer shown() {
    return new LoggingProgress.Observer(
        observer.kind().getSimpleName(), observer.name(), calls, errors, late);
  }
}
