package io.postern.gateway.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.spool.SpoolId;
import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.MessageReceived;
import io.postern.validation.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an extension logs by the injected logger. */
@Timeout(60)
class ExtensionLogTest {

  private static final Logger TARGET = Logger.getLogger(Talking.class.getName());

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private final Gateway gateway = new Gateway();
  private final Deployment talking = Deployment.of("talking--r2", Talking.class);

  /** Says what the test wants said. */
  @ApplicationScoped
  static class Talking {

    static volatile Consumer<System.Logger> says = log -> {};

    @Inject System.Logger log;

    void received(@Observes MessageReceived event) {
      says.accept(log);
    }

    void beforeSpool(@Observes MessageBeforeSpool event) {
      says.accept(log);
    }
  }

  @BeforeEach
  void begin() {
    TARGET.setUseParentHandlers(false);
    TARGET.addHandler(handler);
    Talking.says = log -> {};
    gateway.registry.activate(Map.of("talking", "talking--r2"));
  }

  @AfterEach
  void end() {
    TARGET.removeHandler(handler);
    TARGET.setUseParentHandlers(true);
    talking.close();
    gateway.close();
  }

  private LogEntries logged(Consumer<System.Logger> says) {
    Talking.says = says;
    return gateway.received(gateway.mail()).logged();
  }

  private static LogEntry entry(Level level, String text) {
    return new LogEntry("MessageReceived", "talking--r2", level, text);
  }

  @Test
  void aSilentExtensionLeavesNothing() {
    assertSame(LogEntries.NONE, logged(log -> log.log(Level.DEBUG, "not loggable")));
    assertEquals(List.of(), lines);
  }

  @Test
  void aLineNamesExtensionRevisionStageSessionAndMessage() {
    SpoolId id = new SpoolId(4711);
    Talking.says = log -> log.log(Level.INFO, "score {0}", 4);
    MailObject mail =
        new MailObject(Optional.of(id), Gateway.ENVELOPE, gateway.contents.of(Gateway.MAIL));
    try (CalloutSet set = gateway.open()) {
      assertEquals(
          List.of(new LogEntry("MessageBeforeSpool", "talking--r2", Level.INFO, "score 4")),
          set.messageBeforeSpool(gateway.session, mail).logged().kept());
    }
    gateway.received(gateway.mail());
    String session = gateway.session.id();
    assertEquals(
        List.of(
            "extension talking (talking--r2) at MessageBeforeSpool, session "
                + session
                + ", message "
                + id
                + ": score 4",
            "extension talking (talking--r2) at MessageReceived, session " + session + ": score 4"),
        lines);
  }

  @Test
  void whatAFailingExtensionLoggedIsKept() {
    LogEntries logged =
        logged(
            log -> {
              log.log(Level.WARNING, "about to fail", new IllegalStateException("cause"));
              throw new IllegalStateException("failed");
            });
    assertEquals(1, logged.kept().size());
    String text = logged.kept().getFirst().text();
    assertTrue(text.startsWith("about to fail (java.lang.IllegalStateException: cause"), text);
    assertEquals(Level.WARNING, logged.kept().getFirst().level());
  }

  @Test
  void whatALateExtensionLoggedInTimeIsKept_andWhatFollowsIsInTheLogAlone() {
    gateway.terms.put("talking", Gateway.terms(1, FailurePolicy.SKIP, Duration.ofMillis(200)));
    gateway.registry.refresh();
    CountDownLatch over = new CountDownLatch(1);
    LogEntries logged =
        logged(
            log -> {
              log.log(Level.INFO, "in time");
              awaitUninterruptibly(over);
              log.log(Level.INFO, "too late");
            });
    over.countDown();
    await().until(() -> lines.size() == 2);
    assertEquals(List.of(entry(Level.INFO, "in time")), logged.kept());
    assertTrue(lines.get(1).endsWith(": too late"), lines.toString());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean open = false;
    while (!open) {
      try {
        latch.await();
        open = true;
      } catch (InterruptedException e) {
        // As an extension that ignores it.
        continue;
      }
    }
  }

  @Test
  void aChattyExtensionIsBounded() {
    LogEntries logged =
        logged(
            log -> {
              for (int i = 0; i < 5000; i++) {
                log.log(Level.INFO, "x".repeat(100_000));
              }
            });
    assertEquals(LogEntries.MOST, logged.kept().size());
    assertEquals(5000 - LogEntries.MOST, logged.omitted());
    assertTrue(
        logged.kept().stream()
            .allMatch(entry -> entry.text().length() <= ExtensionLog.LONGEST_KEPT + 12));
    // Each second that the calls take allows for more.
    assertTrue(
        lines.size() >= LineAllowance.AT_ONCE && lines.size() < 2500, lines.size() + " lines");
    assertTrue(lines.getFirst().length() < 1200, lines.getFirst());
  }

  @Test
  void textFromOutsideStaysOnOneLine() {
    LogEntries logged = logged(log -> log.log(Level.INFO, "a\r\n2026 SEVERE forged\u001b[2J"));
    String shown = "a\\u{d}\\u{a}2026 SEVERE forged\\u{1b}[2J";
    assertEquals(List.of(entry(Level.INFO, shown)), logged.kept());
    assertTrue(lines.getFirst().endsWith(": " + shown), lines.toString());
  }

  @Test
  void outsideOfACalloutALineNamesTheExtension() {
    System.Logger[] kept = new System.Logger[1];
    logged(log -> kept[0] = log);
    kept[0].log(Level.INFO, "later");
    assertEquals(List.of("extension talking (talking--r2): later"), lines);
  }

  @Test
  void anExtensionThatRefusesTheMessageHasItsLinesWithTheAnswer() {
    Talking.says = log -> log.log(Level.INFO, "known spammer");
    try (Deployment refuses = Deployment.of("refuses", Refuses.class)) {
      Answer<MailObject> answer = gateway.received(gateway.mail());
      assertFalse(answer.ruling().keepsMessage());
      assertEquals(List.of(entry(Level.INFO, "known spammer")), answer.logged().kept());
    }
  }

  @ApplicationScoped
  static class Refuses {
    void received(@Observes MessageReceived event) {
      event.answer(Verdict.reject("no"));
    }
  }

  @Test
  void whatWasLeftOutIsCountedInTheNextLine() {
    long[] now = {0};
    ExtensionLog log = new ExtensionLog(() -> now[0]);
    System.Logger target = System.getLogger(Talking.class.getName());
    @Nullable Throwable none = null;
    for (int i = 0; i < LineAllowance.AT_ONCE + 7; i++) {
      log.add("talking", "talking--r2", target, Level.INFO, "x", none);
    }
    now[0] = Duration.ofSeconds(1).toNanos();
    log.add("talking", "talking--r2", target, Level.INFO, "y", none);
    assertEquals(LineAllowance.AT_ONCE + 1, lines.size());
    assertEquals(
        "extension talking (talking--r2): y [7 lines before it left out]", lines.getLast());
  }
}
