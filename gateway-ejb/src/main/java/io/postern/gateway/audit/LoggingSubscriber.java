package io.postern.gateway.audit;

import java.time.Duration;
import java.util.List;

/** The logging observers of one deployed extension, as the wiring presents them. */
public interface LoggingSubscriber {

  /** The extension's name, the same for all its revisions: its position goes by it. */
  String extension();

  /** The deployed revision, for the records of failures. */
  String application();

  /** How long one observer may take for one event; positive. */
  Duration budget();

  /** In the order in which they get an event; the same at each call. */
  List<LoggingObserver> observers();
}
