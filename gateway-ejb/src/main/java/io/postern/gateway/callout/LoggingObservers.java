package io.postern.gateway.callout;

import io.postern.logging.LoggedEvent;
import io.postern.logging.MessageAcceptedLogged;
import io.postern.logging.RecipientDeferredLogged;
import io.postern.logging.RecipientDeliveredLogged;
import io.postern.logging.RecipientFailedLogged;
import java.util.ArrayList;
import java.util.List;

/**
 * The logging callouts of one extension in force.
 *
 * @param extension its name, without its revision
 * @param application the deployed revision
 * @param all by kind of event in the order in which they are called
 */
public record LoggingObservers(String extension, String application, List<One> all) {

  public static final List<Class<? extends LoggedEvent>> KINDS =
      List.of(
          MessageAcceptedLogged.class,
          RecipientDeliveredLogged.class,
          RecipientDeferredLogged.class,
          RecipientFailedLogged.class);

  static LoggingObservers of(Extension extension) {
    List<One> all = new ArrayList<>();
    for (Class<? extends LoggedEvent> kind : KINDS) {
      extension.loggingCallouts(kind).forEach(entry -> all.add(new One(kind, entry)));
    }
    return new LoggingObservers(extension.name(), extension.revision(), List.copyOf(all));
  }

  /** One logging callout for one kind of event. */
  public record One(Class<? extends LoggedEvent> kind, EntryPoint entry) {

    /** Class and method. */
    public String name() {
      return entry.name();
    }

    /** Calls it, on this thread. Raises what it raises. */
    public void observe(LoggedEvent event) {
      ClassLoader before = Thread.currentThread().getContextClassLoader();
      try {
        entry.call(event);
      } finally {
        Thread.currentThread().setContextClassLoader(before);
      }
    }
  }
}
