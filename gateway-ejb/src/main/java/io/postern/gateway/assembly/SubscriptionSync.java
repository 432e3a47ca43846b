package io.postern.gateway.assembly;

import io.postern.gateway.audit.LoggingCallouts;
import io.postern.gateway.audit.LoggingObserver;
import io.postern.gateway.audit.LoggingSubscriber;
import io.postern.gateway.callout.CalloutRegistry;
import io.postern.gateway.callout.LoggingObservers;
import io.postern.gateway.callout.cdi.ActiveRevisions;
import io.postern.logging.LoggedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps callout registry and logging callouts in step: a revision that is activated is called by
 * both. Thread-safe.
 */
final class SubscriptionSync implements ActiveRevisions {

  private final CalloutRegistry callouts;
  private final LoggingCallouts logging;
  private final Function<String, Duration> budgets;
  private final Map<String, String> active = new ConcurrentHashMap<>();

  /**
   * @param budgets of logging callouts, by extension name; see {@link #refresh}
   */
  SubscriptionSync(
      CalloutRegistry callouts, LoggingCallouts logging, Function<String, Duration> budgets) {
    this.callouts = callouts;
    this.logging = logging;
    this.budgets = budgets;
    callouts.watch(this::subscribeAll);
    subscribeAll();
  }

  @Override
  public void activate(String extension, String application) {
    if (!callouts.isDeployed(application)) {
      throw new IllegalStateException(
          application + " did not come up: the server has it, but its CDI container is not there");
    }
    callouts.activate(Map.of(extension, application));
    active.put(extension, application);
    subscribeAll();
  }

  @Override
  public void deactivate(String extension) {
    String application = active.remove(extension);
    if (application != null) {
      callouts.exclude(application);
      subscribeAll();
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

  /** Reads the budgets again, as the settings have changed. */
  void refresh() {
    subscribeAll();
  }

  private void subscribeAll() {
    logging.subscribers(
        callouts.loggingObservers().stream()
            .<LoggingSubscriber>map(
                observers -> Subscriber.of(observers, budgets.apply(observers.extension())))
            .toList());
  }

  private record Subscriber(
      String extension, String application, Duration budget, List<LoggingObserver> observers)
      implements LoggingSubscriber {

    static Subscriber of(LoggingObservers observers, Duration budget) {
      return new Subscriber(
          observers.extension(),
          observers.application(),
          budget,
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
