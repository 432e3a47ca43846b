package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.logging.RecipientDeliveredLogged;
import io.postern.mail.Envelope;
import io.postern.mail.ReversePath;
import io.postern.validation.ClientConnected;
import io.postern.validation.SenderGiven;
import io.postern.validation.ValidationEvent;
import io.postern.validation.Verdict;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An extension that cannot be restored fails closed. An archive that was damaged in the database
 * once let 248 of 248 messages pass unchecked.
 */
@Timeout(60)
class MissingExtensionTest {

  private final Gateway gateway = new Gateway();

  @AfterEach
  void end() {
    gateway.close();
  }

  @ApplicationScoped
  static class AcceptsAll {
    void accept(@Observes @Priority(1) SenderGiven event) {
      event.answer(Verdict.accept());
    }
  }

  @Test
  void atItsStages_theClientIsDeferred() {
    gateway.registry.missing(Map.of("policy", Set.of(SenderGiven.class.getName())));

    Answer<Envelope> answer = sender();

    assertEquals("451", code(answer.ruling()));
    assertEquals(Optional.of("policy"), answer.decidedBy());
  }

  @Test
  void atOtherStages_nothingIsChanged() {
    gateway.registry.missing(Map.of("policy", Set.of(ClientConnected.class.getName())));

    assertSame(Ruling.PASS, sender().ruling());
  }

  @Test
  void thatObservedASupertype_isMissingAtEachStageOfIt() {
    gateway.registry.missing(Map.of("policy", Set.of(ValidationEvent.class.getName())));

    assertEquals("451", code(sender().ruling()));
  }

  @Test
  void withThePolicyReject_theClientIsRefused() {
    terms("policy", FailurePolicy.REJECT);
    gateway.registry.missing(Map.of("policy", Set.of(SenderGiven.class.getName())));

    assertEquals("554", code(sender().ruling()));
  }

  @Test
  void withThePolicySkip_mailPasses() {
    terms("policy", FailurePolicy.SKIP);
    gateway.registry.missing(Map.of("policy", Set.of(SenderGiven.class.getName())));

    assertSame(Ruling.PASS, sender().ruling());
  }

  @Test
  void thatOnlyLogs_changesNothing() {
    gateway.registry.missing(Map.of("log", Set.of(RecipientDeliveredLogged.class.getName())));

    assertSame(Ruling.PASS, sender().ruling());
  }

  @Test
  void isNotOverruledByAnotherThatAccepts() {
    try (Deployment other = Deployment.of("other", AcceptsAll.class)) {
      gateway.registry.missing(Map.of("policy", Set.of(SenderGiven.class.getName())));

      assertEquals("451", code(sender().ruling()));
    }
  }

  @Test
  void thatIsNoLongerMissing_isForgotten() {
    gateway.registry.missing(Map.of("policy", Set.of(SenderGiven.class.getName())));
    gateway.registry.missing(Map.of());

    assertSame(Ruling.PASS, sender().ruling());
  }

  private Answer<Envelope> sender() {
    try (CalloutSet set = gateway.open()) {
      return set.senderGiven(gateway.session, Envelope.of(ReversePath.none(), List.of()));
    }
  }

  private void terms(String extension, FailurePolicy policy) {
    gateway.terms.put(extension, Gateway.terms(0, policy, Duration.ofSeconds(5)));
    gateway.registry.refresh();
  }

  private static String code(Ruling ruling) {
    return ruling instanceof Ruling.Refuse(var reply, var disconnects)
        ? String.valueOf(reply.code())
        : ruling.word();
  }
}
