package io.postern.tests.selftest;

import io.postern.validation.MessageReceived;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Is broken. */
@ApplicationScoped
public class FailsAlways {

  void received(@Observes MessageReceived event) {
    throw new IllegalStateException("broken by design");
  }
}
