package io.postern.tests.faulty;

import io.postern.logging.MessageAcceptedLogged;
import io.postern.mail.HeaderField;
import io.postern.validation.MessageReceived;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Fails, or does not return, with messages whose subject says so. */
@ApplicationScoped
public class FailsAsAsked {

  void received(@Observes MessageReceived event) {
    String subject =
        event.message().header().first("Subject").map(HeaderField::value).orElse("").strip();
    if (subject.startsWith("fail")) {
      throw new IllegalStateException("as asked");
    }
    while (subject.startsWith("loop")) {
      Thread.onSpinWait();
    }
  }

  void accepted(@Observes MessageAcceptedLogged event) {
    if (event.header("Subject").orElse("").startsWith("log")) {
      throw new IllegalStateException("cannot log as asked");
    }
  }
}
