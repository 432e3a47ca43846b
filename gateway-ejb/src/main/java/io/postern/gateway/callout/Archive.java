package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.CalloutNotices;
import io.postern.gateway.callout.worker.LostThreads;
import io.postern.logging.LoggedEvent;
import io.postern.logging.MessageAcceptedLogged;
import io.postern.logging.RecipientDeferred;
import io.postern.logging.RecipientDelivered;
import io.postern.logging.RecipientFailed;
import io.postern.spi.DeployedArchive;
import io.postern.validation.ValidationEvent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A deployed application with its callouts, resolved once. Thread-safe. */
final class Archive {

  private static final List<Class<? extends LoggedEvent>> LOGGED =
      List.of(
          MessageAcceptedLogged.class,
          RecipientDelivered.class,
          RecipientDeferred.class,
          RecipientFailed.class);

  private static final ClassLoader API = ValidationEvent.class.getClassLoader();

  private final String application;
  private final ExtensionName name;
  private final Map<Stage, List<Observer>> observers;
  private final Map<Class<? extends LoggedEvent>, List<Observer>> logging;
  private final CalloutNotices notices;
  private final Map<Stage, Account> accounts = new EnumMap<>(Stage.class);
  private final boolean requestScoped;
  private final Queue<RequestContextController> controllers = new ConcurrentLinkedQueue<>();

  /** Null when it was undeployed: who still holds this does not hold the archive's classes. */
  private volatile @Nullable DeployedArchive deployed;

  private Archive(
      DeployedArchive deployed,
      Map<Stage, List<Observer>> observers,
      Map<Class<? extends LoggedEvent>, List<Observer>> logging,
      Consumer<CalloutFailure> failures,
      CalloutNotices notices,
      LostThreads lostThreads) {
    this.deployed = deployed;
    this.application = deployed.application();
    this.notices = notices;
    this.name = ExtensionName.of(deployed.application());
    this.observers = observers;
    this.logging = logging;
    this.requestScoped =
        hasRequestScope(
            deployed,
            Stream.concat(observers.values().stream(), logging.values().stream())
                .flatMap(List::stream)
                .flatMap(observer -> observer.method().stream())
                .map(method -> method.getBeanClass().getClassLoader())
                .collect(Collectors.toSet()));
    observers.forEach(
        (stage, asked) ->
            accounts.put(
                stage,
                new Account(
                    name.name(), application, stage, asked, failures, notices, lostThreads)));
  }

  static Archive resolve(
      DeployedArchive deployed,
      Consumer<CalloutFailure> failures,
      CalloutNotices notices,
      LostThreads lostThreads) {
    Map<Stage, List<Observer>> observers = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      List<Observer> found = observers(deployed, stage.probe);
      if (!found.isEmpty()) {
        observers.put(stage, found);
      }
    }
    Map<Class<? extends LoggedEvent>, List<Observer>> logging = new LinkedHashMap<>();
    for (Class<? extends LoggedEvent> kind : LOGGED) {
      List<Observer> found = observers(deployed, Stage.probe(kind));
      if (!found.isEmpty()) {
        logging.put(kind, found);
      }
    }
    return new Archive(deployed, observers, logging, failures, notices, lostThreads);
  }

  private static List<Observer> observers(DeployedArchive deployed, Object probe) {
    return deployed.beanManager().resolveObserverMethods(probe).stream()
        .filter(Archive::isCallout)
        // The set has no order. Without priority they go by name, the same on every start.
        .sorted(
            Comparator.comparingInt((ObserverMethod<? super Object> o) -> o.getPriority())
                .thenComparing(Object::toString))
        .map(Observer::new)
        .toList();
  }

  static Archive withoutCallouts(
      DeployedArchive deployed, CalloutNotices notices, LostThreads lostThreads) {
    return new Archive(deployed, Map.of(), Map.of(), failure -> {}, notices, lostThreads);
  }

  /** Observers of Object and the like see everything in their archive, but were not meant here. */
  private static boolean isCallout(ObserverMethod<?> observer) {
    return !observer.isAsync()
        && observer.getObservedType() instanceof Class<?> type
        && type.isInterface()
        && type.getClassLoader() == API
        && type.getName().startsWith("io.postern.");
  }

  /** The server's own beans are among those seen, but no callout is inside a web request. */
  private static boolean hasRequestScope(DeployedArchive deployed, Set<ClassLoader> own) {
    return !own.isEmpty()
        && deployed.beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .anyMatch(
                bean ->
                    bean.getScope() == RequestScoped.class
                        && own.contains(bean.getBeanClass().getClassLoader()));
  }

  String application() {
    return application;
  }

  ExtensionName name() {
    return name;
  }

  boolean hasCallouts() {
    return !observers.isEmpty();
  }

  /** Its logging callouts; empty when it has none. */
  Optional<LoggingObservers> loggingObservers() {
    return logging.isEmpty() ? Optional.empty() : Optional.of(new LoggingObservers(this, logging));
  }

  /** Another revision is asked, or none: what this one failed at concerns nobody any more. */
  void notAsked() {
    notices.removed(name.name(), application);
  }

  /** Undeployed: lets its classes and notices go at once, whatever still refers to this. */
  void drop() {
    deployed = null;
    controllers.clear();
    Stream.concat(observers.values().stream(), logging.values().stream())
        .flatMap(List::stream)
        .forEach(Observer::drop);
    notAsked();
  }

  List<Callout> callouts(Stage stage, ExtensionTerms terms) {
    Account account = accounts.get(stage);
    return account == null
        ? List.of()
        : observers.getOrDefault(stage, List.of()).stream()
            .map(observer -> new Callout(this, stage, observer, terms, account))
            .toList();
  }

  List<ExtensionActivity> activity(boolean inForce) {
    return accounts.values().stream().map(account -> account.activity(inForce)).toList();
  }

  /**
   * Calls an observer the way the archive's own container would, on this thread. Raises whatever it
   * raises. The caller restores the context class loader.
   *
   * @throws IllegalStateException when the archive was undeployed
   */
  void call(Observer observer, EventContext<Object> event) {
    DeployedArchive present = deployed;
    ObserverMethod<? super Object> method = observer.method().orElse(null);
    if (present == null || method == null) {
      throw new IllegalStateException(application + " was undeployed");
    }
    Thread.currentThread().setContextClassLoader(present.classLoader());
    if (!requestScoped) {
      method.notify(event);
      return;
    }
    // Not shared between threads: each remembers whether it was the one that activated.
    @Nullable RequestContextController pooled = controllers.poll();
    RequestContextController controller =
        pooled != null
            ? pooled
            : present.beanManager().createInstance().select(RequestContextController.class).get();
    boolean activated = controller.activate();
    try {
      method.notify(event);
    } finally {
      if (activated) {
        controller.deactivate();
      }
    }
    if (deployed != null) {
      controllers.offer(controller);
    }
  }
}
