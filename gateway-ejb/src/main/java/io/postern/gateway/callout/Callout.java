package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.Breaker;
import io.postern.gateway.callout.worker.Supervised;
import io.postern.gateway.callout.worker.Supervision;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.UnparsablePolicy;

/** One observer method, ready to be asked at one stage under an extension's terms. Immutable. */
final class Callout implements Supervised {

  private final Archive archive;
  private final Stage stage;
  private final Observer observer;
  private final ExtensionTerms terms;
  private final Account account;
  private final long budget;
  private final Class<?> eventType;

  Callout(Archive archive, Stage stage, Observer observer, ExtensionTerms terms, Account account) {
    this.archive = archive;
    this.stage = stage;
    this.observer = observer;
    this.terms = terms;
    this.account = account;
    this.budget = stage.budget(terms).toNanos();
    this.eventType = stage.eventType;
  }

  String extension() {
    return archive.name().name();
  }

  String application() {
    return archive.application();
  }

  Stage stage() {
    return stage;
  }

  @Override
  public long budget() {
    return budget;
  }

  FailurePolicy policy() {
    return terms.onFailure();
  }

  UnparsablePolicy unparsablePolicy() {
    return terms.onUnparsable().at(stage.title());
  }

  Account account() {
    return account;
  }

  @Override
  public Supervision supervision() {
    return account.supervision();
  }

  @Override
  public Breaker breaker() {
    return observer.breaker();
  }

  @Override
  public String name() {
    return observer.name();
  }

  /**
   * Calls it, on this thread. Raises whatever the extension raises.
   *
   * @throws IllegalStateException when the extension was undeployed
   */
  void call(Object event) {
    archive.call(observer, StageContext.of(event, eventType));
  }
}
