package io.postern.gateway.callout;

/** Whether an extension is asked at a stage; of several callouts there, the worst. */
public enum BreakerState {
  /** It is asked. */
  CLOSED,
  /** One call tries whether it works again; for all others it is as if open. */
  PROBING,
  /** It failed too often and is left alone for a while; its failure policy applies. */
  OPEN
}
