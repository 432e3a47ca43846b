package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.OnUnparsable;
import io.postern.gateway.settings.Settings.UnparsablePolicy;
import io.postern.gateway.spool.HeapContents;
import io.postern.mail.UnparsableMessage;
import io.postern.validation.MessageReceived;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Content that exceeds a limit of reading is a property of the message. Once, five such messages in
 * a row closed the gateway for everyone, and each was answered 451 for days.
 */
@Timeout(60)
class UnparsableTest {

  private final Gateway gateway = new Gateway();
  private final Deployment scripted = Deployment.of("scripted", Scripted.class);

  @BeforeEach
  void begin() {
    Scripted.reset();
  }

  @AfterEach
  void end() {
    scripted.close();
    gateway.close();
  }

  private void choose(OnUnparsable policy) {
    Duration time = Duration.ofSeconds(30);
    gateway.terms.put(
        "scripted",
        new ExtensionPolicy(1, FailurePolicy.DEFER, policy, Standing.DECIDES, time, time));
    gateway.registry.refresh();
  }

  private ExtensionActivity activity(String stage) {
    return gateway.registry.activity().stream()
        .filter(activity -> activity.callout().stage().equals(stage))
        .findFirst()
        .orElseThrow();
  }

  private static void parse(MessageReceived event) {
    try {
      event.message().root().parts();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parts within parts, beyond what the parser takes. */
  private static String deep() {
    StringBuilder mail = new StringBuilder("Subject: deep\r\n");
    for (int i = 0; i < 2000; i++) {
      mail.append("Content-Type: multipart/mixed; boundary=b").append(i);
      mail.append("\r\n\r\n--b").append(i).append("\r\n");
    }
    return mail.append("\r\nx\r\n").toString();
  }

  private MailObject deepMail() {
    return new MailObject(Gateway.ENVELOPE, gateway.contents.of(deep()));
  }

  private static Consumer<MessageReceived> failing(String how) {
    return switch (how) {
      case "as it is" -> UnparsableTest::parse;
      case "wrapped" ->
          event -> {
            try {
              parse(event);
            } catch (UnparsableMessage e) {
              throw new IllegalStateException(new RuntimeException("cannot look into it", e));
            }
          };
      case "replaced" ->
          event -> {
            try {
              parse(event);
            } catch (UnparsableMessage e) {
              throw new IllegalArgumentException("cannot look into it");
            }
          };
      case "checked" ->
          event -> {
            try {
              parse(event);
            } catch (UnparsableMessage e) {
              sneak(new Exception("cannot look into it", e));
            }
          };
      case "its own" ->
          event -> {
            throw new UnparsableMessage("a calendar of 3 million lines");
          };
      default -> throw new AssertionError(how);
    };
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @ParameterizedTest
  @ValueSource(strings = {"as it is", "wrapped", "replaced", "checked", "its own"})
  void content_isHandedOnUnchangedAndRecorded(String how) throws IOException {
    Scripted.first =
        event -> {
          event.message().header().add("X-Half", "1");
          failing(how).accept(event);
        };
    Scripted.second = event -> event.message().header().add("X-Second", "2");

    Answer<MailObject> answer = gateway.received(deepMail());

    String text = HeapContents.text(answer.value().content());
    assertSame(Ruling.PASS, answer.ruling());
    assertFalse(text.contains("X-Half"), "what it did before is undone");
    assertTrue(text.startsWith("Subject: deep\r\n"), "nothing is lost");
    assertTrue(text.contains("X-Second: 2\r\n"), "the next observer is asked");
    CalloutFailure failure = gateway.failures.getFirst();
    assertEquals(CalloutFailure.Kind.UNPARSABLE, failure.kind());
    assertEquals("pass", failure.policy());
    assertEquals("MessageReceived", failure.stage());
    assertEquals("S1", failure.mail().session());
    assertEquals(1, activity("MessageReceived").callout().unparsable());
    assertEquals(0, activity("MessageReceived").callout().errors());
  }

  @Test
  void exceptionAfterContentThatCanBeParsed_isTheExtensions() {
    Scripted.first =
        event -> {
          parse(event);
          throw new IllegalStateException("broken");
        };
    assertEquals("defer", gateway.received(gateway.mail()).ruling().word());
    assertEquals(CalloutFailure.Kind.EXCEPTION, gateway.failures.getFirst().kind());
  }

  @Test
  void causesThatGoRound_areFollowedToAnEnd() {
    Scripted.first =
        event -> {
          Exception one = new Exception("one");
          Exception other = new Exception("other", one);
          one.initCause(other);
          throw new IllegalStateException(one);
        };
    gateway.received(gateway.mail());
    assertEquals(CalloutFailure.Kind.EXCEPTION, gateway.failures.getFirst().kind());
  }

  @Test
  void reject_isAPermanentReply() {
    choose(new OnUnparsable(UnparsablePolicy.REJECT, Map.of()));
    Scripted.first = UnparsableTest::parse;
    Answer<MailObject> answer = gateway.received(deepMail());
    assertTrue(
        answer.ruling() instanceof Ruling.Refuse(var reply, var disconnects)
            && reply.toString().startsWith("554 5.6.0"),
        answer.toString());
    assertEquals("scripted", answer.decidedBy().orElseThrow());
  }

  @Test
  void quarantine_keepsTheMessage() {
    choose(
        new OnUnparsable(
            UnparsablePolicy.PASS, Map.of("MessageReceived", UnparsablePolicy.QUARANTINE)));
    Scripted.first = UnparsableTest::parse;
    assertInstanceOf(Ruling.Quarantine.class, gateway.received(deepMail()).ruling());
  }

  @Test
  void policyOfAnotherStage_doesNotCount() {
    choose(
        new OnUnparsable(
            UnparsablePolicy.PASS, Map.of("MessageBeforeSpool", UnparsablePolicy.REJECT)));
    Scripted.first = UnparsableTest::parse;
    assertSame(Ruling.PASS, gateway.received(deepMail()).ruling());
  }

  @Test
  void anyNumberOfThem_leavesTheBreakerClosed() {
    Scripted.first = UnparsableTest::parse;
    for (int i = 0; i < 100; i++) {
      gateway.received(
          new MailObject(
              Gateway.ENVELOPE,
              gateway.contents.of("Message-ID: <" + i + "@x.example>\r\n" + deep())));
    }
    assertEquals(100, activity("MessageReceived").callout().unparsable());
    assertEquals(BreakerState.CLOSED, activity("MessageReceived").callout().breaker());
    assertEquals(List.of(), gateway.notices.standing());
  }
}
