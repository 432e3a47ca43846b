package io.postern.gateway.operation;

import java.util.Set;

/** How the gateway is, open or not. Thread-safe. */
public interface StatusControl {

  GatewayStatus status();

  /**
   * The host names under which the administration answers beside localhost: the machine's, and,
   * while the gateway is open, those of the settings. In lower case.
   */
  Set<String> adminNames();

  /**
   * Agrees to go on without the mail that the status says is lost; the gateway opens a moment
   * later.
   *
   * @throws GatewayNotReady when the gateway does not wait for that
   */
  void acceptLoss(String actor);
}
