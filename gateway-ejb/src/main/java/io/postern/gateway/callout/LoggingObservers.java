package io.postern.gateway.callout;

import io.postern.logging.LoggedEvent;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.List;
import java.util.Map;

/** The logging callouts of one archive in force. Thread-safe. */
public final class LoggingObservers {

  private final Archive archive;
  private final Map<Class<? extends LoggedEvent>, List<ObserverMethod<? super Object>>> observers;

  LoggingObservers(
      Archive archive,
      Map<Class<? extends LoggedEvent>, List<ObserverMethod<? super Object>>> observers) {
    this.archive = archive;
    this.observers = Map.copyOf(observers);
  }

  /** The extension's name, without its revision. */
  public String extension() {
    return archive.name().name();
  }

  /** Whether it observes this kind of event. */
  public boolean observes(Class<? extends LoggedEvent> kind) {
    return !observers.getOrDefault(kind, List.of()).isEmpty();
  }

  /** Tells all observers of the event, on this thread. Raises what one of them raises. */
  public void tell(LoggedEvent event) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      observers.forEach(
          (kind, methods) -> {
            if (kind.isInstance(event)) {
              methods.forEach(method -> archive.call(method, StageContext.of(event, kind)));
            }
          });
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
