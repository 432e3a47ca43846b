package io.postern.gateway.operation;

import java.util.Optional;

/** A lane as the administration shows it. */
final class LaneView {

  private LaneView() {}

  static LaneStatus of(io.postern.gateway.delivery.LaneStatus lane) {
    return new LaneStatus(
        lane.nextHop().toString(),
        lane.waiting(),
        lane.deferred(),
        lane.sessions(),
        lane.lastTrouble(),
        Optional.empty());
  }
}
