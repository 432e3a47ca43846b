package io.postern.tests.inside.witness;

import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.MessageReceived;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;

/** Writes into each message on what thread and with what class loader it was called. */
@ApplicationScoped
public class Witness {

  private int calls;

  void received(@Observes MessageReceived event) {
    event.message().header().add("X-Received-Loader", contextLoader());
  }

  synchronized void beforeSpool(@Observes MessageBeforeSpool event) {
    calls++;
    event.message().header().add("X-Spool-Loader", contextLoader());
    event.message().header().add("X-Spool-Thread", Thread.currentThread().getName());
    event.message().header().add("X-Spool-Calls", String.valueOf(calls));
  }

  private static String contextLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return Objects.equals(context, Witness.class.getClassLoader()) ? "own" : "other: " + context;
  }
}
