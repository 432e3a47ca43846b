package io.postern.gateway.audit;

import java.util.List;

/** The logging observers of one deployed extension, as the wiring presents them. */
public interface LoggingSubscriber {

  /** The extension's name, the same for all its revisions: its position goes by it. */
  String extension();

  /** The deployed revision, for the records of failures. */
  String application();

  /** In the order in which they get an event; the same at each call. */
  List<LoggingObserver> observers();
}
