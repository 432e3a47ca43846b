package io.postern.logging;

/** Permanent failure: no further attempt; a report goes to the reverse-path, unless it is null. */
public interface RecipientFailedLogged extends RecipientLogged {

  /** Whether the lifetime was over, rather than a 5xx reply. */
  boolean expired();
}
