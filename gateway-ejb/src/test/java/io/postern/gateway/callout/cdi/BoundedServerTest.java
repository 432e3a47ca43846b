package io.postern.gateway.callout.cdi;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.notice.Notices;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deployment ends, whatever the extension does; one that never did held all operations. */
@Timeout(60)
class BoundedServerTest {

  private static final Path ARCHIVE = Path.of("a.war");

  private final Notices notices = new Notices(Clock.systemUTC(), change -> {});
  private final CountDownLatch released = new CountDownLatch(1);
  private final Set<String> applications = ConcurrentHashMap.newKeySet();

  private final ServerDeployer hanging =
      new ServerDeployer() {
        @Override
        public void deploy(String application, Path archive, String contextRoot) {
          boolean waiting = true;
          while (waiting && application.startsWith("stubborn")) {
            try {
              released.await();
              waiting = false;
            } catch (InterruptedException e) {
              // It waits all the same.
            }
          }
          if (application.startsWith("waiting")) {
            try {
              released.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException("interrupted", e);
            }
          }
          applications.add(application);
        }

        @Override
        public void undeploy(String application) {
          applications.remove(application);
        }

        @Override
        public Set<String> applications() {
          return Set.copyOf(applications);
        }
      };

  @Test
  void aStartInTime_isDone() {
    bounded(Duration.ofMinutes(1)).deploy("quick--r1", ARCHIVE, "/x");

    assertEquals(Set.of("quick--r1"), applications);
  }

  @Test
  void aStartThatWaits_isInterruptedAndRefused() {
    assertLate("waiting--r1");

    assertEquals(Set.of(), applications);
    assertTrue(notices.standing().isEmpty());
  }

  @Test
  void aStartThatCannotBeInterrupted_isShownUntilItEndsAndThenTakenOut() {
    assertLate("stubborn--r1");
    assertEquals("extension.stubborn--r1.start-hangs", notices.standing().getFirst().key());
    assertTrue(notices.standing().getFirst().text().contains("run --without-extensions"));

    released.countDown();

    await().until(() -> notices.standing().isEmpty());
    await().until(applications::isEmpty);
  }

  /** The server starts one web application at a time. */
  @Test
  void aStartThatHangs_refusesOthersAtOnceUntilItReturns() {
    BoundedServer server = bounded(Duration.ofSeconds(1));
    assertThrows(StartHangs.class, () -> server.deploy("stubborn--r1", ARCHIVE, "/x"));

    assertThrows(IllegalStateException.class, () -> server.deploy("quick--r1", ARCHIVE, "/x"));
    assertEquals(Set.of(), applications);

    released.countDown();
    await().until(() -> notices.standing().isEmpty());
    await().untilAsserted(() -> server.deploy("quick--r1", ARCHIVE, "/x"));
  }

  /** An extension interrupted every thread in its start, and so the one that waited for it. */
  @Test
  void anInterruptOfTheCaller_endsNothing() {
    Thread.currentThread().interrupt();

    bounded(Duration.ofMinutes(1)).deploy("quick--r1", ARCHIVE, "/x");

    assertEquals(Set.of("quick--r1"), applications);
    assertFalse(Thread.interrupted());
  }

  private void assertLate(String application) {
    IllegalStateException late =
        assertThrows(
            IllegalStateException.class,
            () -> bounded(Duration.ofMillis(20)).deploy(application, ARCHIVE, "/x"));
    assertEquals("its start did not end within 0 s", late.getMessage());
  }

  private BoundedServer bounded(Duration longest) {
    return new BoundedServer(hanging, longest, notices);
  }
}
