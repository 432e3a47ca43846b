package io.postern.gateway.callout.worker;

import java.time.Duration;
import java.time.Instant;

/** A call that was given up, as long as its thread runs. Thread-safe. */
final class LostCall {

  private static final long SAMPLE = Duration.ofSeconds(1).toNanos();

  private final LostThreads among;
  private final String extension;
  private final String application;
  private final String stage;
  private final String observer;
  private final Thread thread;
  private final Instant since = Instant.now();
  private final ProcessorTime time;
  private long sampledAt = System.nanoTime();

  LostCall(
      LostThreads among,
      String extension,
      String application,
      String stage,
      String observer,
      Thread thread) {
    this.among = among;
    this.extension = extension;
    this.application = application;
    this.stage = stage;
    this.observer = observer;
    this.thread = thread;
    this.time = new ProcessorTime(thread);
  }

  /** Called every millisecond by a watch; counts once a second. */
  void look(long now) {
    if (now - sampledAt >= SAMPLE) {
      sampledAt = now;
      time.sample();
      among.sampled(this);
    }
  }

  String extension() {
    return extension;
  }

  String application() {
    return application;
  }

  Instant since() {
    return since;
  }

  LostThread shown() {
    return new LostThread(
        extension,
        application,
        stage,
        observer,
        thread.getName() + " #" + thread.threadId(),
        since,
        time.total().toMillis() / 1e3);
  }
}
