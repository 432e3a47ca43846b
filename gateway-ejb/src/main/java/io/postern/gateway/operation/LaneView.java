package io.postern.gateway.operation;

/** A lane as the administration shows it. */
final class LaneView {

  private LaneView() {}

  static LaneStatus of(io.postern.gateway.delivery.LaneStatus lane) {
    return new LaneStatus(
        lane.destination().toString(),
        lane.waiting().messages(),
        lane.waiting().recipients(),
        lane.sessions(),
        lane.delivered(),
        lane.deferred(),
        lane.failed(),
        lane.pausedUntil(),
        lane.lastFailure(),
        lane.lastFailureAt());
  }
}
