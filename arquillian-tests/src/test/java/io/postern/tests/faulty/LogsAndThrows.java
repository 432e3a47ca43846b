package io.postern.tests.faulty;

import io.postern.logging.MessageAcceptedLogged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A logging callout whose data base is gone. */
@ApplicationScoped
public class LogsAndThrows {

  void accepted(@Observes MessageAcceptedLogged event) {
    throw new IllegalStateException("no connection to the data base");
  }
}
