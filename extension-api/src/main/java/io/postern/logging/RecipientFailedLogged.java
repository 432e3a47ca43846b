package io.postern.logging;

/** Permanent failure: no further attempt; the reverse-path is told, unless it is null. */
public interface RecipientFailedLogged extends RecipientLogged {

  /** Whether the lifetime was over, rather than a 5xx reply. */
  boolean expired();
}
