package io.postern.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The archives that run in this server, and who follows them. There is one, which no field leads
 * to; see {@link DeployedArchives}. Thread-safe.
 */
final class Registry {

  private final List<DeployedArchive> archives = new CopyOnWriteArrayList<>();
  private final List<Consumer<List<DeployedArchive>>> watchers = new CopyOnWriteArrayList<>();
  private volatile @Nullable LogReceiver receiver;
  private volatile @Nullable DeployedArchives taken;

  /**
   * @throws IllegalStateException when it is taken and was not closed
   */
  synchronized DeployedArchives take() {
    if (taken != null) {
      throw new IllegalStateException("the list of deployed archives is taken");
    }
    DeployedArchives handle = new DeployedArchives(this);
    taken = handle;
    return handle;
  }

  synchronized void release(DeployedArchives handle) {
    if (taken == handle) {
      watchers.clear();
      receiver = null;
      taken = null;
    }
  }

  private void check(DeployedArchives handle) {
    if (taken != handle) {
      throw new IllegalStateException("the list of deployed archives was given back");
    }
  }

  List<DeployedArchive> now(DeployedArchives handle) {
    check(handle);
    return List.copyOf(archives);
  }

  Runnable watch(DeployedArchives handle, Consumer<List<DeployedArchive>> watcher) {
    check(handle);
    watchers.add(watcher);
    watcher.accept(List.copyOf(archives));
    return () -> watchers.remove(watcher);
  }

  void logTo(DeployedArchives handle, LogReceiver next) {
    check(handle);
    receiver = next;
  }

  void add(DeployedArchive archive) {
    archives.add(archive);
    changed();
  }

  void remove(DeployedArchive archive) {
    archives.removeIf(each -> each == archive);
    changed();
  }

  private void changed() {
    List<DeployedArchive> now = List.copyOf(archives);
    watchers.forEach(watcher -> watcher.accept(now));
  }

  /** Without a receiver it is an ordinary line of the server's log. */
  void log(
      String application, Logger target, Level level, String text, @Nullable Throwable thrown) {
    LogReceiver present = receiver;
    if (present != null) {
      present.log(application, target, level, text, thrown);
    } else if (thrown != null) {
      target.log(level, text, thrown);
    } else {
      target.log(level, text);
    }
  }
}
