package io.postern.gateway.callout;

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
import java.util.HashMap;
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

  private final DeployedArchive deployed;
  private final ExtensionName name;
  private final Map<Stage, List<Observer>> observers;
  private final Map<Class<? extends LoggedEvent>, List<ObserverMethod<? super Object>>> told;
  private final Map<Stage, Account> accounts = new EnumMap<>(Stage.class);
  private final boolean requestScoped;
  private final Queue<RequestContextController> controllers = new ConcurrentLinkedQueue<>();

  private Archive(
      DeployedArchive deployed,
      Map<Stage, List<Observer>> observers,
      Map<Class<? extends LoggedEvent>, List<ObserverMethod<? super Object>>> told,
      Consumer<CalloutFailure> failures) {
    this.deployed = deployed;
    this.name = ExtensionName.of(deployed.application());
    this.observers = observers;
    this.told = told;
    this.requestScoped =
        hasRequestScope(
            deployed,
            Stream.concat(
                    observers.values().stream().flatMap(List::stream).map(Observer::method),
                    told.values().stream().flatMap(List::stream))
                .map(method -> method.getBeanClass().getClassLoader())
                .collect(Collectors.toSet()));
    observers.forEach(
        (stage, asked) ->
            accounts.put(
                stage, new Account(name.name(), deployed.application(), stage, asked, failures)));
  }

  static Archive resolve(DeployedArchive deployed, Consumer<CalloutFailure> failures) {
    Map<Stage, List<Observer>> observers = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      List<Observer> found =
          observers(deployed, stage.probe).stream()
              .map(method -> new Observer(method, new Breaker()))
              .toList();
      if (!found.isEmpty()) {
        observers.put(stage, found);
      }
    }
    Map<Class<? extends LoggedEvent>, List<ObserverMethod<? super Object>>> told = new HashMap<>();
    for (Class<? extends LoggedEvent> kind : LOGGED) {
      List<ObserverMethod<? super Object>> found = observers(deployed, Stage.probe(kind));
      if (!found.isEmpty()) {
        told.put(kind, found);
      }
    }
    return new Archive(deployed, observers, told, failures);
  }

  private static List<ObserverMethod<? super Object>> observers(
      DeployedArchive deployed, Object probe) {
    return deployed.beanManager().resolveObserverMethods(probe).stream()
        .filter(Archive::isCallout)
        // The set has no order. Without priority they go by name, the same on every start.
        .sorted(
            Comparator.comparingInt((ObserverMethod<? super Object> o) -> o.getPriority())
                .thenComparing(Object::toString))
        .toList();
  }

  static Archive withoutCallouts(DeployedArchive deployed) {
    return new Archive(deployed, Map.of(), Map.of(), failure -> {});
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
    return deployed.application();
  }

  ExtensionName name() {
    return name;
  }

  boolean hasCallouts() {
    return !observers.isEmpty();
  }

  /** Its logging callouts; empty when it has none. */
  Optional<LoggingObservers> loggingObservers() {
    return told.isEmpty() ? Optional.empty() : Optional.of(new LoggingObservers(this, told));
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
   */
  void call(ObserverMethod<? super Object> observer, EventContext<Object> event) {
    Thread.currentThread().setContextClassLoader(deployed.classLoader());
    if (!requestScoped) {
      observer.notify(event);
      return;
    }
    // Not shared between threads: each remembers whether it was the one that activated.
    @Nullable RequestContextController pooled = controllers.poll();
    RequestContextController controller =
        pooled != null
            ? pooled
            : deployed.beanManager().createInstance().select(RequestContextController.class).get();
    boolean activated = controller.activate();
    try {
      observer.notify(event);
    } finally {
      if (activated) {
        controller.deactivate();
      }
    }
    controllers.offer(controller);
  }
}
