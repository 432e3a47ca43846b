package io.postern.gateway.callout.cdi;

import io.postern.gateway.callout.CalloutRegistry;
import io.postern.gateway.callout.CalloutStage;
import io.postern.gateway.callout.ExtensionLog;
import io.postern.gateway.callout.LoggingObservers;
import io.postern.runtime.DeployedArchive;
import io.postern.runtime.DeployedArchives;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Follows the CDI archives that run in this server, keeps the registry's extensions in step, and
 * takes what they log. Thread-safe.
 */
public final class CdiExtensions implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  private static final List<Class<?>> EVENT_TYPES = eventTypes();

  private final CalloutRegistry registry;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<DeployedArchive, CdiExtension> known = new IdentityHashMap<>();
  private final DeployedArchives archives;
  private final ExtensionLog log = new ExtensionLog();
  private final Runnable unwatch;

  /** Registers what is deployed, and follows every change from then on. */
  public CdiExtensions(CalloutRegistry registry, DeployedArchives archives) {
    this.registry = registry;
    this.archives = archives;
    archives.logTo(
        (application, target, level, text, thrown) ->
            log.add(
                ExtensionName.of(application).name(), application, target, level, text, thrown));
    this.unwatch = archives.watch(all -> changed());
  }

  private static List<Class<?>> eventTypes() {
    List<Class<?>> types = new ArrayList<>(LoggingObservers.KINDS);
    for (CalloutStage stage : CalloutStage.values()) {
      types.add(stage.eventType());
    }
    return List.copyOf(types);
  }

  /** Runs on the deploying thread, which waits while sets in use still hold what it removes. */
  private void changed() {
    List<CdiExtension> added = new ArrayList<>();
    List<CdiExtension> removed = new ArrayList<>();
    lock.lock();
    try {
      // Read here: of two changes at once the one that comes second sees both.
      List<DeployedArchive> now = archives.now();
      Iterator<Map.Entry<DeployedArchive, CdiExtension>> entries = known.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<DeployedArchive, CdiExtension> entry = entries.next();
        if (now.stream().noneMatch(archive -> archive == entry.getKey())) {
          removed.add(entry.getValue());
          entries.remove();
        }
      }
      for (DeployedArchive archive : now) {
        if (!known.containsKey(archive)) {
          CdiExtension extension = found(archive);
          known.put(archive, extension);
          added.add(extension);
        }
      }
      registry.change(added, removed);
    } finally {
      lock.unlock();
    }
    for (CdiExtension extension : removed) {
      registry.awaitUnused(extension);
      extension.drop();
      log.forget(extension.revision());
    }
  }

  private static CdiExtension found(DeployedArchive archive) {
    try {
      return CdiExtension.of(archive, EVENT_TYPES);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "callout: cannot find the callouts of " + archive.application() + "; it is not asked",
          e);
      return CdiExtension.of(archive, List.of());
    }
  }

  @Override
  public void close() {
    unwatch.run();
  }
}
