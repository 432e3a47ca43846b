package io.postern.spi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The archives that run in this server: filled by {@link CalloutDiscovery} as archives come and go,
 * read by the gateway. Stands on the server's class path, so that there is one for all
 * applications. Thread-safe.
 */
public final class DeployedArchives {

  private static final List<DeployedArchive> ARCHIVES = new CopyOnWriteArrayList<>();
  private static final List<Consumer<List<DeployedArchive>>> WATCHERS =
      new CopyOnWriteArrayList<>();

  private DeployedArchives() {}

  /** The archives now, in the order of their deployment. */
  public static List<DeployedArchive> now() {
    return List.copyOf(ARCHIVES);
  }

  /**
   * Tells of every change, and at once of the present state, on the deploying thread.
   *
   * @return ends the watch when run
   */
  public static Runnable watch(Consumer<List<DeployedArchive>> watcher) {
    WATCHERS.add(watcher);
    watcher.accept(now());
    return () -> WATCHERS.remove(watcher);
  }

  static void add(DeployedArchive archive) {
    ARCHIVES.add(archive);
    tell();
  }

  static void remove(DeployedArchive archive) {
    ARCHIVES.remove(archive);
    tell();
  }

  private static void tell() {
    List<DeployedArchive> now = now();
    WATCHERS.forEach(watcher -> watcher.accept(now));
  }
}
