package io.postern.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The archives that run in this server: filled by {@link CalloutDiscovery} as archives come and go,
 * read by the gateway. There is one list for all applications, and one handle of it, which the
 * gateway takes before any extension is deployed. Thread-safe.
 *
 * <p>Extensions see this class. The list itself is reached only through method handles that it is
 * bound into: Java's reflection does not open those, and an application that calls what it finds
 * here, or brings a copy of these classes, gets nothing.
 */
public final class DeployedArchives implements AutoCloseable {

  private static final MethodHandle TAKE;
  private static final MethodHandle ADD;
  private static final MethodHandle REMOVE;
  private static final MethodHandle LOG;

  static {
    Registry registry = new Registry();
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodType change = MethodType.methodType(void.class, DeployedArchive.class);
    MethodType log =
        MethodType.methodType(
            void.class, String.class, Logger.class, Level.class, String.class, Throwable.class);
    try {
      TAKE = lookup.bind(registry, "take", MethodType.methodType(DeployedArchives.class));
      ADD = lookup.bind(registry, "add", change);
      REMOVE = lookup.bind(registry, "remove", change);
      LOG = lookup.bind(registry, "log", log);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Registry registry;

  DeployedArchives(Registry registry) {
    this.registry = registry;
  }

  /**
   * The handle, for the gateway.
   *
   * @throws IllegalStateException when somebody has it who did not {@linkplain #close give it back}
   */
  public static DeployedArchives take() {
    try {
      return (DeployedArchives) TAKE.invokeExact();
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /**
   * The archives now, in the order of their deployment.
   *
   * @throws IllegalStateException when the handle is closed
   */
  public List<DeployedArchive> now() {
    return registry.now(this);
  }

  /**
   * Reports every change, and at once the present state, on the deploying thread.
   *
   * @return ends the watch when run
   * @throws IllegalStateException when the handle is closed
   */
  public Runnable watch(Consumer<List<DeployedArchive>> watcher) {
    return registry.watch(this, watcher);
  }

  /**
   * From now on hands over what applications log, in place of the receiver before.
   *
   * @throws IllegalStateException when the handle is closed
   */
  public void logTo(LogReceiver receiver) {
    registry.logTo(this, receiver);
  }

  /** Gives it back: nothing is reported any more, and the next may take it. */
  @Override
  public void close() {
    registry.release(this);
  }

  static void add(DeployedArchive archive) {
    try {
      ADD.invokeExact(archive);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  static void remove(DeployedArchive archive) {
    try {
      REMOVE.invokeExact(archive);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  static void log(
      String application, Logger target, Level level, String text, @Nullable Throwable thrown) {
    try {
      LOG.invokeExact(application, target, level, text, thrown);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /** The methods declare no exception. */
  private static RuntimeException unchecked(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(thrown);
    };
  }
}
