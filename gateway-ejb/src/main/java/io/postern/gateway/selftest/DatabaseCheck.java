package io.postern.gateway.selftest;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes a row, reads it and deletes it, each in a transaction of its own. */
final class DatabaseCheck {

  private final SelfTest.Database database;
  private final Executor background;

  DatabaseCheck(SelfTest.Database database, Executor background) {
    this.database = database;
    this.background = background;
  }

  String check(String token, Instant now, Deadline deadline)
      throws InterruptedException, PartFailed {
    CompletableFuture<Boolean> done =
        CompletableFuture.supplyAsync(() -> roundTrip(token, now), background);
    try {
      if (!done.get(deadline.millisLeft(), TimeUnit.MILLISECONDS)) {
        throw new PartFailed("does not read what was written, or what was deleted");
      }
      return "a row was written, read and deleted";
    } catch (TimeoutException e) {
      throw new PartFailed("does not answer");
    } catch (ExecutionException e) {
      throw new PartFailed("refuses (" + String.valueOf(e.getCause()) + ")");
    }
  }

  private boolean roundTrip(String token, Instant now) {
    database.write(token, now);
    boolean read = database.isThere(token);
    database.deleteAll();
    return read && !database.isThere(token);
  }
}
