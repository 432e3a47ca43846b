package io.postern.gateway.operation;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** The decisions in bulk of the open gateway. */
@Dependent
class LiveBulk implements BulkControl {

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveBulk(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public BulkStatus start(QueueConditions conditions, QueueDecision decision, String actor) {
    return access.gateway().bulk().start(decision, conditions, actor, acts.from());
  }

  @Override
  public List<BulkStatus> all() {
    return access.gateway().bulk().all();
  }

  @Override
  public BulkStatus one(String id) {
    return access.gateway().bulk().one(id);
  }

  @Override
  public BulkStatus stop(String id) {
    return access.gateway().bulk().stop(id);
  }
}
