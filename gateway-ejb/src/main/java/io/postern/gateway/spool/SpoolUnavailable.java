package io.postern.gateway.spool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Nothing can be accepted now; the client gets 451 or 452. Nothing was accepted. */
public class SpoolUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean full;

  /**
   * @param message for the operator
   * @param full whether room on disk is what lacks (452), rather than a fault (451)
   */
  public SpoolUnavailable(String message, boolean full, Throwable cause) {
    super(message, cause);
    this.full = full;
  }

  public SpoolUnavailable(String message, boolean full) {
    super(message);
    this.full = full;
  }

  /** The failure of a whole group, thrown to one of those who waited, with that one's own stack. */
  private SpoolUnavailable(SpoolUnavailable shared) {
    super(shared.getMessage(), shared);
    this.full = shared.full;
  }

  /** Waits, whatever interrupts: only the committer knows the result for a record handed in. */
  static void await(CompletableFuture<Void> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SpoolUnavailable unavailable) {
        throw new SpoolUnavailable(unavailable);
      }
      throw e;
    }
  }

  public boolean full() {
    return full;
  }
}
