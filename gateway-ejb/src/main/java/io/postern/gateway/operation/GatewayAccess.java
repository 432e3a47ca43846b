package io.postern.gateway.operation;

import io.postern.gateway.access.Users;
import io.postern.gateway.notice.Notice;
import java.util.Optional;

/** How the controls reach the gateway, open or not. The wiring implements it. Thread-safe. */
public interface GatewayAccess {

  /**
   * The gateway does not open until an administrator decides.
   *
   * @param hostName of the configuration that it would open with
   * @param notice says why
   */
  record Waiting(String hostName, Notice notice) {}

  /** Empty while the gateway starts, waits for a decision, or stops. */
  Optional<OpenGateway> ifOpen();

  /** Whether the application ends. */
  boolean ending();

  /** Empty when the gateway does not wait for a decision. */
  Optional<Waiting> waiting();

  /**
   * Agrees to go on without what is lost; the gateway opens a moment later.
   *
   * @throws GatewayNotReady when the gateway does not wait for that
   */
  void acceptLoss(String actor);

  /** Those who may log in; also while the gateway is not open. */
  Users users();

  /**
   * The open gateway.
   *
   * @throws GatewayNotReady when it is not open
   */
  default OpenGateway gateway() {
    return ifOpen()
        .orElseThrow(
            () ->
                new GatewayNotReady(
                    ending()
                        ? "the gateway is stopping"
                        : waiting()
                            .map(waiting -> "not started: " + waiting.notice().text())
                            .orElse("the gateway is starting; try again in a moment")));
  }
}
