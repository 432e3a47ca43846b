package io.postern.gateway.audit;

import io.postern.logging.LoggedEvent;

/** The logging observers of one deployed extension, as the wiring presents them. */
public interface LoggingSubscriber {

  /** The extension's name, the same for all its revisions: its position goes by it. */
  String extension();

  /** Whether it observes this kind of event, such as {@code RecipientDelivered.class}. */
  boolean wants(Class<? extends LoggedEvent> kind);

  /**
   * Tells the observers; called by one thread at a time. Whatever it throws is recorded, and the
   * event is not told again.
   */
  void tell(LoggedEvent event) throws Exception;
}
