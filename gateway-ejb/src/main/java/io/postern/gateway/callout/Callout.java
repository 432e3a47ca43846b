package io.postern.gateway.callout;

import io.postern.gateway.settings.Settings.FailurePolicy;

/** One observer method, ready to be asked at one stage under an extension's terms. Immutable. */
final class Callout {

  private final Archive archive;
  private final Observer observer;
  private final ExtensionTerms terms;
  private final Account account;
  private final long budget;
  private final Class<?> eventType;

  Callout(Archive archive, Stage stage, Observer observer, ExtensionTerms terms, Account account) {
    this.archive = archive;
    this.observer = observer;
    this.terms = terms;
    this.account = account;
    this.budget = stage.budget(terms).toNanos();
    this.eventType = stage.eventType;
  }

  String extension() {
    return archive.name().name();
  }

  /** In nanoseconds. */
  long budget() {
    return budget;
  }

  FailurePolicy policy() {
    return terms.onFailure();
  }

  Account account() {
    return account;
  }

  Breaker breaker() {
    return observer.breaker();
  }

  String name() {
    return observer.name();
  }

  /** Asks it, on this thread. Raises whatever the extension raises. */
  void call(Object event) {
    archive.call(observer.method(), StageContext.of(event, eventType));
  }
}
