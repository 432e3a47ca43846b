package io.postern.gateway.callout.deployed;

import java.util.concurrent.CompletableFuture;

/** Which revision of each extension is asked; the set of callouts in force changes in one step. */
public interface ActiveRevisions {

  /**
   * From now on callouts of this application are asked for the extension, and no other's.
   *
   * @throws RuntimeException when the application is not there; nothing changes then
   */
  void activate(String extension, String application);

  /** From now on nothing is asked for the extension. */
  void deactivate(String extension);

  /** Completes when no set of callouts that holds the application is in use any more. */
  CompletableFuture<Void> drained(String application);
}
