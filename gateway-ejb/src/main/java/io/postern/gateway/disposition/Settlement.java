package io.postern.gateway.disposition;

import java.util.List;

/** What was decided about the recipients of an attempt. */
public final class Settlement {

  private final int delivered;
  private final List<GivenUp> losses;
  private final Aftermath aftermath;

  Settlement(int delivered, List<GivenUp> losses, Aftermath aftermath) {
    this.delivered = delivered;
    this.losses = List.copyOf(losses);
    this.aftermath = aftermath;
  }

  /** How many recipients were delivered. */
  public int delivered() {
    return delivered;
  }

  /** How many recipients are to be given up. */
  public int lost() {
    return losses.size();
  }

  List<GivenUp> losses() {
    return losses;
  }

  /** What is to be queued now. */
  public Aftermath aftermath() {
    return aftermath;
  }
}
