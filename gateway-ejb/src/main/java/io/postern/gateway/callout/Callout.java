package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.Breaker;
import io.postern.gateway.callout.worker.Supervised;
import io.postern.gateway.callout.worker.Supervision;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.UnparsablePolicy;

/** One callout, ready to be asked at one stage under an extension's policy. Immutable. */
final class Callout implements Supervised {

  private final Extension extension;
  private final CalloutStage stage;
  private final CalloutPoint point;
  private final ExtensionPolicy policy;
  private final Account account;
  private final long budget;

  Callout(
      Extension extension,
      CalloutStage stage,
      CalloutPoint point,
      ExtensionPolicy policy,
      Account account) {
    this.extension = extension;
    this.stage = stage;
    this.point = point;
    this.policy = policy;
    this.account = account;
    this.budget = stage.budget(policy).toNanos();
  }

  String extension() {
    return extension.name();
  }

  String application() {
    return extension.revision();
  }

  CalloutStage stage() {
    return stage;
  }

  @Override
  public long budget() {
    return budget;
  }

  /** The same without effect on mail. */
  Callout watching() {
    return decides() ? new Callout(extension, stage, point, policy.watching(), account) : this;
  }

  /** Whether what it answers applies; else it is only recorded. */
  boolean decides() {
    return policy.standing() == Standing.DECIDES;
  }

  /** Of one that only watches a failure is recorded and nothing more. */
  FailurePolicy policy() {
    return decides() ? policy.onFailure() : FailurePolicy.SKIP;
  }

  UnparsablePolicy unparsablePolicy() {
    return decides() ? policy.onUnparsable().at(stage.title()) : UnparsablePolicy.PASS;
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
    return point.breaker();
  }

  @Override
  public String name() {
    return point.name();
  }

  /**
   * Calls it, on this thread. Raises whatever the extension raises.
   *
   * @throws IllegalStateException when the extension was undeployed
   */
  void call(Object event) {
    point.entry().call(event);
  }
}
