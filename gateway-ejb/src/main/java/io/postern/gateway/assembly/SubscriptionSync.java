package io.postern.gateway.assembly;

import io.postern.gateway.audit.LoggingCallouts;
import io.postern.gateway.audit.LoggingObserver;
import io.postern.gateway.audit.LoggingSubscriber;
import io.postern.gateway.callout.CalloutRegistry;
import io.postern.gateway.callout.LoggingObservers;
import io.postern.gateway.callout.deployed.ActiveRevisions;
import io.postern.logging.LoggedEvent;
import io.postern.spi.DeployedArchives;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps callout registry and logging callouts in step: a revision that is activated is called by
 * both. Thread-safe.
 */
final class SubscriptionSync implements ActiveRevisions, AutoCloseable {

  private final CalloutRegistry callouts;
  private final LoggingCallouts logging;
  private final Map<String, String> active = new ConcurrentHashMap<>();
  private final Runnable unwatch;

  SubscriptionSync(CalloutRegistry callouts, LoggingCallouts logging) {
    this.callouts = callouts;
    this.logging = logging;
    this.unwatch = DeployedArchives.watch(archives -> tellAll());
  }

  @Override
  public void activate(String extension, String application) {
    boolean deployed =
        DeployedArchives.now().stream()
            .anyMatch(archive -> archive.application().equals(application));
    if (!deployed) {
      throw new IllegalStateException(
          application + " did not come up: the server has it, but its CDI container is not there");
    }
    callouts.activate(Map.of(extension, application));
    active.put(extension, application);
    tellAll();
  }

  @Override
  public void deactivate(String extension) {
    String application = active.remove(extension);
    if (application != null) {
      callouts.exclude(application);
      tellAll();
    }
    logging.forget(extension);
  }

  @Override
  public void missing(Map<String, Set<String>> events) {
    callouts.missing(events);
  }

  @Override
  public CompletableFuture<Void> drained(String application) {
    return callouts.drained(application);
  }

  private void tellAll() {
    logging.subscribers(
        callouts.loggingObservers().stream().<LoggingSubscriber>map(Told::of).toList());
  }

  @Override
  public void close() {
    unwatch.run();
  }

  private record Told(String extension, String application, List<LoggingObserver> observers)
      implements LoggingSubscriber {

    static Told of(LoggingObservers observers) {
      return new Told(
          observers.extension(),
          observers.application(),
          observers.all().stream().<LoggingObserver>map(One::new).toList());
    }
  }

  private record One(LoggingObservers.One observer) implements LoggingObserver {

    @Override
    public Class<? extends LoggedEvent> kind() {
      return observer.kind();
    }

    @Override
    public String name() {
      return observer.name();
    }

    @Override
    public void observe(LoggedEvent event) {
      observer.observe(event);
    }
  }
}
