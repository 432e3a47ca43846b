package io.postern.gateway.operation;

import io.postern.gateway.selftest.SelfTestReport;
import io.postern.gateway.selftest.SelfTestUnderWay;
import java.time.Duration;

/** The self-test of package {@code selftest}. Thread-safe. */
public interface SelfTestControl {

  /**
   * Sends a message through the gateway and looks at every place it passes.
   *
   * @param limit for all of it
   * @throws GatewayNotReady while the gateway is not open
   * @throws SelfTestUnderWay when another one is under way
   */
  SelfTestReport run(Duration limit, String actor) throws InterruptedException;
}
