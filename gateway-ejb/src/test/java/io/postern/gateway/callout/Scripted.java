package io.postern.gateway.callout;

import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.MessageReceived;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Consumer;

/** An extension that does at each of its callouts what the test says. */
@ApplicationScoped
class Scripted {

  static volatile Consumer<MessageReceived> first = event -> {};
  static volatile Consumer<MessageReceived> second = event -> {};
  static volatile Consumer<MessageBeforeSpool> beforeSpool = event -> {};

  static void reset() {
    first = event -> {};
    second = event -> {};
    beforeSpool = event -> {};
  }

  void late(@Observes @Priority(20) MessageReceived event) {
    second.accept(event);
  }

  void early(@Observes @Priority(10) MessageReceived event) {
    first.accept(event);
  }

  void manipulate(@Observes MessageBeforeSpool event) {
    beforeSpool.accept(event);
  }
}
