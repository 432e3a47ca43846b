package io.postern.gateway.settings;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Entry point: the settings in force. Thread-safe. */
public final class SettingsInForce {

  private volatile Settings settings;
  private final List<Consumer<Settings>> watchers = new CopyOnWriteArrayList<>();

  public SettingsInForce(Settings first) {
    this.settings = first;
  }

  /** One consistent whole; take it once per decision, do not keep it. */
  public Settings now() {
    return settings;
  }

  /** Puts new settings in force and notifies the watchers, on this thread. */
  public synchronized void put(Settings next) {
    settings = next;
    watchers.forEach(watcher -> watcher.accept(next));
  }

  /** Is notified of every change. */
  public void watch(Consumer<Settings> watcher) {
    watchers.add(watcher);
  }
}
