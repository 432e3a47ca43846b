package io.postern.gateway.callout.worker;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The threads of the system that carry virtual threads, as many as processors. Those that compute
 * for long are replaced for that time, so that the operating system shares the processors out as it
 * does between threads of its own. Asked of the JVM through JMX ({@code
 * jdk.management:type=VirtualThreadScheduler}, since JDK 24), as application servers hide its own
 * interface. Thread-safe.
 */
final class CarrierCompensation {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  private static final String PARALLELISM = "Parallelism";

  /** The JVM's own limit is 256 in all. */
  private static final int MOST = 192;

  /** What computes for long often does so again soon. */
  private static final long LINGER = Duration.ofSeconds(1).toNanos();

  /** So often is the scheduler woken while carriers are replaced. */
  private static final long WAKES = Duration.ofMillis(20).toNanos();

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private int own;
  private int replaced;
  private long neededAt;
  private boolean impossible;
  private long wokenAt;

  /**
   * So many are held now. More are had at once, fewer after a while.
   *
   * @param held at least 0
   * @return whether some are replaced still, so that this is to be called again
   */
  synchronized boolean replace(int held) {
    int wanted = Math.min(held, MOST);
    long now = System.nanoTime();
    if (wanted >= replaced) {
      neededAt = now;
    }
    if (wanted > replaced || (wanted < replaced && now - neededAt >= LINGER)) {
      set(wanted);
    } else if (replaced > 0 && now - wokenAt >= WAKES) {
      wakeScheduler();
    }
    return replaced > 0;
  }

  /** Replaces none any more. */
  synchronized void giveBack() {
    if (replaced > 0) {
      set(0);
    }
  }

  private void set(int wanted) {
    if (impossible) {
      return;
    }
    try {
      ObjectName scheduler = new ObjectName("jdk.management:type=VirtualThreadScheduler");
      if (own == 0) {
        own = (int) server.getAttribute(scheduler, PARALLELISM);
      }
      server.setAttribute(scheduler, new Attribute(PARALLELISM, own + wanted));
      boolean more = wanted > replaced;
      replaced = wanted;
      if (more) {
        wakeScheduler();
      }
    } catch (JMException | RuntimeException e) {
      impossible = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "callout: cannot replace the carriers of "
              + wanted
              + " computing callouts ("
              + Thrown.described(e)
              + "); callouts that compute for long will delay other sessions");
    }
  }

  /**
   * The scheduler makes or wakes one carrier when something is put into an empty one of its queues,
   * and which queue that is depends on the thread that does so. In the queue of one thread of ours
   * an earlier task could still wait behind callouts that took the new carriers, and nobody would
   * look; so each time it is another thread, and it is done again.
   */
  private void wakeScheduler() {
    wokenAt = System.nanoTime();
    Thread.ofPlatform()
        .daemon()
        .name("callout-carriers")
        .start(() -> Thread.ofVirtual().start(() -> {}));
  }
}
