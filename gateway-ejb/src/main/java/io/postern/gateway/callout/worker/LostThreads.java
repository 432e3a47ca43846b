package io.postern.gateway.callout.worker;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The threads lost to callouts of all extensions, those undeployed meanwhile included, and a notice
 * for each extension that has some. Holds names, nothing of the extension. Thread-safe.
 */
public final class LostThreads {

  /** Ages at which a notice's text is brought up to date; each is a line of the journal. */
  private static final List<Duration> AGES =
      List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10));

  private static final int SHOWN = 4;

  private final Set<LostCall> calls = ConcurrentHashMap.newKeySet();
  private final Notices notices;
  private final String area;

  /**
   * @param area what the keys of the notices begin with
   */
  public LostThreads(Notices notices, String area) {
    this.notices = notices;
    this.area = area;
  }

  LostCall add(String extension, String application, String stage, String observer, Thread thread) {
    LostCall call = new LostCall(this, extension, application, stage, observer, thread);
    calls.add(call);
    announce(call.extension());
    return call;
  }

  void remove(LostCall call) {
    if (calls.remove(call)) {
      announce(call.extension());
    }
  }

  void sampled(LostCall call) {
    Duration age = Duration.between(call.since(), Instant.now());
    boolean due =
        AGES.stream().anyMatch(at -> age.toSeconds() == at.toSeconds())
            || (age.toSeconds() >= 3600 && age.toSeconds() % 3600 == 0);
    if (due) {
      announce(call.extension());
    }
  }

  /** Whether one of this application's still runs. */
  boolean any(String application) {
    return calls.stream().anyMatch(call -> call.application().equals(application));
  }

  public List<LostThread> list() {
    return calls.stream()
        .map(LostCall::shown)
        .sorted(Comparator.comparing(LostThread::since).thenComparing(LostThread::thread))
        .toList();
  }

  private void announce(String extension) {
    // Together, so that the last to come or go decides whether the notice stands.
    synchronized (calls) {
      List<LostThread> left =
          list().stream().filter(thread -> thread.extension().equals(extension)).toList();
      String key = CalloutNotices.key(area, extension, "lost-threads");
      if (left.isEmpty()) {
        notices.clear(key);
      } else {
        notices.raise(key, Notice.Effect.DEGRADED, text(extension, left));
      }
    }
  }

  private String text(String extension, List<LostThread> left) {
    String threads =
        left.stream()
            .limit(SHOWN)
            .map(
                thread ->
                    "%s in %s (thread %s, %d s of CPU)"
                        .formatted(
                            thread.stage(),
                            Shown.of(thread.observer(), 300),
                            thread.thread(),
                            (long) thread.cpuSeconds()))
            .collect(Collectors.joining(", "));
    return area
        + ": "
        + left.size()
        + (left.size() == 1 ? " thread" : " threads")
        + " of extension "
        + Shown.of(extension, 300)
        + " did not end when the time was over and still run: "
        + threads
        + (left.size() > SHOWN ? ", and others" : "")
        + "; they end by themselves or at a restart of the gateway";
  }
}
