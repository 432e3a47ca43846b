package io.postern.gateway.callout.cdi;

import io.postern.gateway.callout.CalloutStage;
import io.postern.gateway.callout.EntryPoint;
import io.postern.gateway.callout.Extension;
import io.postern.logging.LoggedEvent;
import io.postern.runtime.DeployedArchive;
import io.postern.validation.ValidationEvent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.ObserverException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A CDI archive as an extension: its observer methods are its callouts, resolved once. */
final class CdiExtension implements Extension {

  private static final ClassLoader API = ValidationEvent.class.getClassLoader();

  private final String application;
  private final ExtensionName name;
  private final Map<Class<?>, List<CdiEntryPoint>> entryPoints = new LinkedHashMap<>();
  private final boolean requestScoped;
  private final Queue<RequestContextController> controllers = new ConcurrentLinkedQueue<>();

  /** Null when it was undeployed: what still holds this does not hold the archive's classes. */
  private volatile @Nullable DeployedArchive deployed;

  private CdiExtension(DeployedArchive deployed, List<Class<?>> eventTypes) {
    this.deployed = deployed;
    this.application = deployed.application();
    this.name = ExtensionName.of(deployed.application());
    for (Class<?> eventType : eventTypes) {
      entryPoints.put(eventType, entryPoints(deployed, eventType));
    }
    this.requestScoped =
        hasRequestScope(
            deployed,
            entryPoints.values().stream()
                .flatMap(List::stream)
                .flatMap(entry -> entry.method().stream())
                .map(method -> method.getBeanClass().getClassLoader())
                .collect(Collectors.toSet()));
  }

  /**
   * Finds the observer methods of an archive.
   *
   * @param eventTypes that they are looked for; those of other events are no callouts
   */
  static CdiExtension of(DeployedArchive deployed, List<Class<?>> eventTypes) {
    return new CdiExtension(deployed, eventTypes);
  }

  private List<CdiEntryPoint> entryPoints(DeployedArchive from, Class<?> eventType) {
    return from.beanManager().resolveObserverMethods(example(eventType)).stream()
        .filter(CdiExtension::isCallout)
        // The set has no order. Without priority they go by name, the same on every start.
        .sorted(
            Comparator.comparingInt((ObserverMethod<? super Object> o) -> o.getPriority())
                .thenComparing(Object::toString))
        .map(method -> new CdiEntryPoint(this, eventType, method))
        .toList();
  }

  /**
   * An event to resolve observers with, which can only be asked for its class. A proxy rather than
   * an event of ours: the archive's resolver remembers the class it was asked with, and must not
   * remember the gateway's loader.
   */
  private static Object example(Class<?> eventType) {
    return Proxy.newProxyInstance(
        eventType.getClassLoader(),
        new Class<?>[] {eventType},
        (proxy, method, arguments) -> {
          throw new UnsupportedOperationException("only an example of an event");
        });
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

  @Override
  public String name() {
    return name.name();
  }

  @Override
  public String revision() {
    return application;
  }

  @Override
  public boolean needsActivation() {
    return name.isRevision();
  }

  @Override
  public List<? extends EntryPoint> callouts(CalloutStage stage) {
    return entryPoints.getOrDefault(stage.eventType(), List.of());
  }

  @Override
  public List<? extends EntryPoint> loggingCallouts(Class<? extends LoggedEvent> kind) {
    return entryPoints.getOrDefault(kind, List.of());
  }

  /** Undeployed: lets its classes go at once, whatever still refers to this. */
  void drop() {
    deployed = null;
    controllers.clear();
    entryPoints.values().forEach(list -> list.forEach(CdiEntryPoint::drop));
  }

  /**
   * Calls an observer the way the archive's own container would, on this thread. Raises whatever it
   * raises. The caller restores the context class loader.
   *
   * @throws IllegalStateException when the archive was undeployed
   */
  void call(CdiEntryPoint entry, EventContext<Object> event) {
    DeployedArchive present = deployed;
    ObserverMethod<? super Object> method = entry.method().orElse(null);
    if (present == null || method == null) {
      throw new IllegalStateException(application + " was undeployed");
    }
    Thread.currentThread().setContextClassLoader(present.classLoader());
    try {
      if (requestScoped) {
        notifyInRequest(present, method, event);
      } else {
        method.notify(event);
      }
    } catch (ObserverException e) {
      throw CdiExtension.<RuntimeException>asThrown(e);
    }
  }

  /** The container wraps what is not unchecked, Errors included. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T asThrown(ObserverException wrapped) throws T {
    Throwable cause = wrapped.getCause();
    throw (T) (cause == null ? wrapped : cause);
  }

  private void notifyInRequest(
      DeployedArchive present, ObserverMethod<? super Object> method, EventContext<Object> event) {
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
