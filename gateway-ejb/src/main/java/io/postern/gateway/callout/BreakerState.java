package io.postern.gateway.callout;

/** Whether an extension is asked at a stage. */
public enum BreakerState {
  /** It is asked. */
  CLOSED,
  /** It failed too often and is left alone for a while; its failure policy applies. */
  OPEN,
  /** One call tries whether it works again; for all others it is as if open. */
  PROBING
}
