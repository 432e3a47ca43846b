package io.postern.gateway.callout.worker;

/** Whether an extension is asked at a stage; of several callouts there, the worst. */
public enum BreakerState {
  /** It is asked. */
  CLOSED,
  /** One call tries whether it works again; for all others it is as if open. */
  PROBING,
  /**
   * It failed with too many messages; its failure policy applies to the clients concerned without a
   * call.
   */
  OPEN
}
