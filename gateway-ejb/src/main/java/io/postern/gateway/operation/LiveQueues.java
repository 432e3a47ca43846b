package io.postern.gateway.operation;

import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.delivery.LaneStatus;
import io.postern.gateway.spool.QueueCounts;
import io.postern.gateway.spool.SpoolId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The queue of the open gateway. */
@Dependent
class LiveQueues implements QueueControl {

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveQueues(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public List<LaneStatus> lanes() {
    return access.gateway().delivery().lanes().stream()
        .sorted(Comparator.comparingLong(LaneStatus::recipients).reversed())
        .toList();
  }

  @Override
  public QueueCounts totals() {
    return access.gateway().spool().counts();
  }

  @Override
  public QueuePage page(QueueFilter filter) {
    return queue(access.gateway()).page(filter);
  }

  @Override
  public QueueCount count(QueueConditions conditions) {
    return queue(access.gateway()).count(conditions);
  }

  @Override
  public QueueEntry message(String id, String actor) {
    OpenGateway gateway = access.gateway();
    QueueEntry message = queue(gateway).message(id);
    SpoolId spoolId = SpoolQueue.id(id);
    acts.record(gateway, actor, "looked into the message", spoolId, List.of(), Map.of());
    return message;
  }

  @Override
  public KeptMail.Decided decide(String id, QueueDecision decision, String actor) {
    OpenGateway gateway = access.gateway();
    SpoolId spoolId = SpoolQueue.id(id);
    KeptMail.Decided decided = queue(gateway).decide(spoolId, decision, actor);
    new QueueLines(gateway.journal(), Clock.systemUTC())
        .decided(decision, spoolId, decided, actor, acts.from());
    return decided;
  }

  private static SpoolQueue queue(OpenGateway gateway) {
    return new SpoolQueue(gateway.spool(), gateway.delivery().kept());
  }
}
