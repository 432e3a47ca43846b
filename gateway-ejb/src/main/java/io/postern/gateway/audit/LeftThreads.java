package io.postern.gateway.audit;

import io.postern.gateway.audit.LoggingProgress.LostLoggingThread;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Threads that logging observers did not give back, those of undeployed extensions included, and a
 * notice for each extension that has some. Thread-safe.
 */
final class LeftThreads {

  private record Left(
      String extension,
      String application,
      String event,
      String observer,
      Thread thread,
      Instant since) {

    LostLoggingThread shown() {
      long cpu = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
      return new LostLoggingThread(
          extension,
          application,
          event,
          observer,
          thread.getName() + " #" + thread.threadId(),
          since,
          Duration.ofNanos(Math.max(0, cpu)));
    }
  }

  private final Notices notices;
  private final List<Left> threads = new ArrayList<>();

  LeftThreads(Notices notices) {
    this.notices = notices;
  }

  synchronized void add(LoggingSubscriber subscriber, LoggingObserver observer, Thread thread) {
    threads.add(
        new Left(
            subscriber.extension(),
            subscriber.application(),
            observer.kind().getSimpleName(),
            observer.name(),
            thread,
            Instant.now()));
    announce(subscriber.extension());
  }

  /** Forgets those that have ended. Called every now and then. */
  synchronized void sweep() {
    Set<String> changed = new HashSet<>();
    threads.removeIf(
        left -> {
          boolean ended = !left.thread().isAlive();
          if (ended) {
            changed.add(left.extension());
          }
          return ended;
        });
    changed.forEach(this::announce);
  }

  synchronized int count(String extension) {
    return (int) threads.stream().filter(left -> left.extension().equals(extension)).count();
  }

  synchronized List<LostLoggingThread> list() {
    return threads.stream().map(Left::shown).toList();
  }

  private void announce(String extension) {
    List<LostLoggingThread> left =
        list().stream().filter(thread -> thread.extension().equals(extension)).toList();
    String key = "logging." + extension.replaceAll("[^a-z0-9-]", "-") + ".lost-threads";
    if (left.isEmpty()) {
      notices.clear(key);
      return;
    }
    notices.raise(
        key,
        Notice.Effect.DEGRADED,
        "logging: "
            + left.size()
            + (left.size() == 1 ? " thread" : " threads")
            + " of extension "
            + extension
            + " did not end when the time was over and still run: "
            + left.stream()
                .map(
                    thread ->
                        "%s in %s (thread %s, %d s of CPU)"
                            .formatted(
                                thread.event(),
                                thread.observer(),
                                thread.thread(),
                                thread.cpu().toSeconds()))
                .collect(Collectors.joining(", "))
            + "; they end by themselves or at a restart of the gateway");
  }
}
