package io.postern.gateway.callout;

import io.postern.logging.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The logging callouts of one archive in force. Thread-safe. */
public final class LoggingObservers {

  private final Archive archive;
  private final Map<Class<? extends LoggedEvent>, List<Observer>> observers;

  LoggingObservers(Archive archive, Map<Class<? extends LoggedEvent>, List<Observer>> observers) {
    this.archive = archive;
    this.observers = observers;
  }

  /** The extension's name, without its revision. */
  public String extension() {
    return archive.name().name();
  }

  /** The deployed revision. */
  public String application() {
    return archive.application();
  }

  /** One observer method of one kind of event. */
  public final class One {

    private final Class<? extends LoggedEvent> kind;
    private final Observer observer;

    private One(Class<? extends LoggedEvent> kind, Observer observer) {
      this.kind = kind;
      this.observer = observer;
    }

    public Class<? extends LoggedEvent> kind() {
      return kind;
    }

    /** Class and method. */
    public String name() {
      return observer.name();
    }

    /** Calls it, on this thread. Raises what it raises. */
    public void observe(LoggedEvent event) {
      ClassLoader before = Thread.currentThread().getContextClassLoader();
      try {
        archive.call(observer, StageContext.of(event, kind));
      } finally {
        Thread.currentThread().setContextClassLoader(before);
      }
    }
  }

  /** All of them, by kind of event in the order in which they are called. */
  public List<One> all() {
    List<One> all = new ArrayList<>();
    observers.forEach((kind, those) -> those.forEach(one -> all.add(new One(kind, one))));
    return all;
  }
}
