package io.postern.logging;

import java.time.Instant;

/** Temporary failure: the attempt did not succeed and another will be made. */
public interface RecipientDeferredLogged extends RecipientLogged {

  Instant nextAttemptAt();
}
