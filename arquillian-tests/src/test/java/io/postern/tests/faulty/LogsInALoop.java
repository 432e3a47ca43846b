package io.postern.tests.faulty;

import io.postern.logging.MessageAcceptedLogged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A logging callout that never returns and ignores every interrupt. */
@ApplicationScoped
public class LogsInALoop {

  private volatile long turns;

  void accepted(@Observes MessageAcceptedLogged event) {
    while (turns >= 0) {
      turns++;
    }
  }
}
