package io.postern.gateway.operation;

import io.postern.gateway.selftest.SelfTestReport;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;

/** The self-test of the open gateway. */
@Dependent
class LiveSelfTest implements SelfTestControl {

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveSelfTest(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public SelfTestReport run(Duration limit, String actor) throws InterruptedException {
    OpenGateway gateway = access.gateway();
    SelfTestReport report = gateway.selfTest().run(limit);
    acts.record(
        gateway, actor, "self-test", Map.of("result", report.passed() ? "passed" : "failed"));
    return report;
  }
}
