package io.postern.logging;

import java.time.Instant;

/** Temporary failure: the attempt did not succeed and another will be made. */
public interface RecipientDeferred extends RecipientLogged {

  Instant nextAttemptAt();
}
