package io.postern.gateway.callout.cdi;

import java.util.Map;
import java.util.Set;
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

  /**
   * The extensions that should be asked and cannot be, in place of those of the last call: their
   * failure policies are applied at their stages.
   *
   * @param events by extension name, the class names of the events that it observes
   */
  void missing(Map<String, Set<String>> events);

  /** Completes when no set of callouts that holds the application is in use any more. */
  CompletableFuture<Void> drained(String application);
}
