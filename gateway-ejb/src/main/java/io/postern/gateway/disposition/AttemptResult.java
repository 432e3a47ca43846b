package io.postern.gateway.disposition;

import java.util.List;

/** What was decided about the recipients of an attempt. */
public final class AttemptResult {

  private final int delivered;
  private final List<FailedRecipient> losses;
  private final FollowUp followUp;

  AttemptResult(int delivered, List<FailedRecipient> losses, FollowUp followUp) {
    this.delivered = delivered;
    this.losses = List.copyOf(losses);
    this.followUp = followUp;
  }

  /** How many recipients were delivered. */
  public int delivered() {
    return delivered;
  }

  /** How many recipients are to be given up. */
  public int lost() {
    return losses.size();
  }

  List<FailedRecipient> losses() {
    return losses;
  }

  /** What is to be queued now. */
  public FollowUp followUp() {
    return followUp;
  }
}
