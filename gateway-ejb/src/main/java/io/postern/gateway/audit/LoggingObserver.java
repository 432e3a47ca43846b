package io.postern.gateway.audit;

import io.postern.logging.LoggedEvent;

/** One observer method of an extension for one kind of event, as the wiring presents it. */
public interface LoggingObserver {

  /** The event type that it observes, such as {@code RecipientDeliveredLogged.class}. */
  Class<? extends LoggedEvent> kind();

  /** Class and method, for its developer. */
  String name();

  /**
   * Hands it an event of its kind; called by one thread at a time. After it threw something it may
   * get the event again.
   */
  void observe(LoggedEvent event) throws Exception;
}
