package io.postern.gateway.callout.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The processor time of one thread from now on. The JVM counts none for virtual threads; theirs is
 * that of the carrier under them for as long as they stay on it, which a loop does. Used by one
 * thread at a time; {@link #total} by any.
 */
final class ProcessorTime {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Thread thread;
  private String carrier = "";
  private long countedThread;
  private long counted;
  private volatile long total;

  ProcessorTime(Thread thread) {
    this.thread = thread;
    if (!thread.isVirtual()) {
      countedThread = thread.threadId();
      counted = timeOf(countedThread);
    }
    sample();
  }

  /** To be called every second or so. */
  void sample() {
    if (thread.isVirtual()) {
      follow();
    }
    long now = countedThread == 0 ? -1 : timeOf(countedThread);
    if (now >= 0 && counted >= 0 && now > counted) {
      total += now - counted;
    }
    counted = now;
  }

  /** Finds the carrier when it is another one; what that did before is not this thread's. */
  private void follow() {
    // VirtualThread[#29,name]/runnable@ForkJoinPool-1-worker-1
    String shown = thread.toString();
    String on = shown.substring(shown.lastIndexOf('@') + 1);
    if (on.length() == shown.length()) {
      carrier = "";
      countedThread = 0;
      counted = -1;
    } else if (!on.equals(carrier)) {
      carrier = on;
      countedThread = idOf(on);
      counted = countedThread == 0 ? -1 : timeOf(countedThread);
    }
  }

  private static long idOf(String name) {
    for (@Nullable ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (info != null && info.getThreadName().equals(name)) {
        return info.getThreadId();
      }
    }
    return 0;
  }

  private static long timeOf(long id) {
    return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
        ? THREADS.getThreadCpuTime(id)
        : -1;
  }

  Duration total() {
    return Duration.ofNanos(total);
  }
}
