package io.postern.gateway.spool;

/** Which of the unfinished messages are wanted: those with at least one such recipient. */
public enum QueueSelection {
  ALL,
  WAITING,
  HELD,
  QUARANTINED,
  /** Held or quarantined. */
  KEPT
}
