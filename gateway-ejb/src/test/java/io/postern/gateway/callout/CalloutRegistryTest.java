package io.postern.gateway.callout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.validation.ClientConnected;
import io.postern.validation.ValidationEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CalloutRegistryTest {

  private final Gateway gateway = new Gateway();

  @AfterEach
  void end() {
    gateway.close();
  }

  /** The banner shows who was asked, in which order. */
  private String banner() {
    try (CalloutSet set = gateway.open()) {
      return set.clientConnected(gateway.session, "").value();
    }
  }

  private void order(String extension, int order) {
    gateway.terms.put(extension, Gateway.terms(order, FailurePolicy.DEFER, Duration.ofSeconds(5)));
    gateway.registry.refresh();
  }

  @ApplicationScoped
  static class A {
    void last(@Observes @Priority(300) ClientConnected event) {
      event.banner(event.banner() + "a3");
    }

    void first(@Observes @Priority(100) ClientConnected event) {
      event.banner(event.banner() + "a1");
    }

    void tieB(@Observes @Priority(200) ClientConnected event) {
      event.banner(event.banner() + "a2b");
    }

    void tieA(@Observes @Priority(200) ClientConnected event) {
      event.banner(event.banner() + "a2a");
    }
  }

  @ApplicationScoped
  static class B {
    void any(@Observes ClientConnected event) {
      event.banner(event.banner() + "b");
    }
  }

  @ApplicationScoped
  static class Curious {
    void everything(@Observes Object event) {
      if (event instanceof ClientConnected) {
        throw new IllegalStateException("asked as an observer of everything");
      }
    }

    void later(@ObservesAsync ClientConnected event) {
      throw new IllegalStateException("asked as an asynchronous observer");
    }
  }

  @ApplicationScoped
  static class AnyStage {
    void anything(@Observes ValidationEvent event) {
      if (event instanceof ClientConnected connected) {
        connected.banner("any " + event.session().listener());
      }
    }
  }

  @Test
  void observers_areAskedByPriorityAndTheArchivesByTheAdministratorsOrder() {
    try (Deployment a = Deployment.of("alpha", A.class);
        Deployment b = Deployment.of("beta", B.class)) {
      order("alpha", 2);
      order("beta", 1);
      assertEquals("ba1a2aa2ba3", banner());
      order("alpha", 0);
      assertEquals("a1a2aa2ba3b", banner());
    }
  }

  @Test
  void archiveThatComesOrGoes_isFollowed() {
    assertEquals("", banner());
    try (Deployment b = Deployment.of("beta", B.class)) {
      assertEquals("b", banner());
    }
    assertEquals("", banner());
  }

  @Test
  void observersOfEverything_areNotCallouts() {
    try (Deployment curious = Deployment.of("curious", Curious.class)) {
      assertEquals("", banner());
      assertTrue(gateway.registry.activity().isEmpty());
    }
  }

  @Test
  void observerOfASupertype_isAskedAtEveryStageOfIt() {
    try (Deployment any = Deployment.of("any", AnyStage.class)) {
      assertEquals("any mx", banner());
      assertEquals(6, gateway.registry.callouts("any").size());
    }
  }

  @Test
  void stageWithoutCallouts_answersWithWhatItWasGiven() {
    try (CalloutSet set = gateway.open()) {
      MailObject mail = gateway.mail();
      Answer<MailObject> answer = set.messageReceived(gateway.session, mail);
      assertSame(Ruling.PASS, answer.ruling());
      assertSame(mail, answer.value());
    }
  }

  @ApplicationScoped
  static class Loader {
    static volatile ClassLoader seen = ClassLoader.getSystemClassLoader();

    void see(@Observes ClientConnected event) {
      seen = Thread.currentThread().getContextClassLoader();
    }
  }

  @Test
  void callout_runsWithItsArchivesClassLoader() {
    try (Deployment loader = Deployment.of("loader", Loader.class)) {
      banner();
      assertSame(loader.classLoader, Loader.seen);
    }
  }

  @RequestScoped
  static class PerCall {
    private int calls;

    String count() {
      return Integer.toString(++calls);
    }
  }

  @ApplicationScoped
  static class Requesting {
    @Inject PerCall perCall;

    void count(@Observes ClientConnected event) {
      event.banner(event.banner() + perCall.count() + perCall.count());
    }
  }

  @Test
  void requestScope_isActiveAndNewForEveryCallout() {
    try (Deployment requesting = Deployment.of("requesting", Requesting.class, PerCall.class)) {
      assertEquals("12", banner());
      assertEquals("12", banner());
      assertTrue(gateway.failures.isEmpty());
    }
  }

  @Test
  void revision_isAskedOnlyWhenActivated() {
    try (Deployment one = Deployment.of("beta--r1", B.class)) {
      assertEquals("", banner());
      gateway.registry.activate(Map.of("beta", "beta--r1"));
      assertEquals("b", banner());
    }
  }

  @Test
  void activation_putsTheNewRevisionInAndTheOldOneOutAtOnce() {
    try (Deployment one = Deployment.of("x--r1", B.class)) {
      gateway.registry.activate(Map.of("x", "x--r1"));
      try (Deployment two = Deployment.of("x--r2", A.class)) {
        assertEquals("b", banner());
        gateway.registry.activate(Map.of("x", "x--r2"));
        assertEquals("a1a2aa2ba3", banner());
      }
    }
  }

  @Test
  void activatedRevision_takesThePlaceOfAnApplicationWithoutOne() {
    try (Deployment plain = Deployment.of("x", B.class);
        Deployment revision = Deployment.of("x--r1", A.class)) {
      assertEquals("b", banner());
      gateway.registry.activate(Map.of("x", "x--r1"));
      assertEquals("a1a2aa2ba3", banner());
    }
  }

  @Test
  void excludedApplication_isNotAskedUntilItIsDeployedAgain() {
    try (Deployment b = Deployment.of("beta", B.class)) {
      gateway.registry.exclude("beta");
      assertEquals("", banner());
    }
    try (Deployment b = Deployment.of("beta", B.class)) {
      assertEquals("b", banner());
    }
  }

  @Test
  void openSet_keepsItsRevisionAndHoldsItsDrainUp() {
    try (Deployment one = Deployment.of("x--r1", B.class);
        Deployment two = Deployment.of("x--r2", A.class)) {
      gateway.registry.activate(Map.of("x", "x--r1"));
      CalloutSet transaction = gateway.open();
      gateway.registry.activate(Map.of("x", "x--r2"));
      CompletableFuture<Void> drained = gateway.registry.drained("x--r1");

      assertEquals("b", transaction.clientConnected(gateway.session, "").value());
      assertFalse(drained.isDone());
      transaction.close();
      assertTrue(drained.isDone());
      assertFalse(gateway.registry.drained("x--r2").isDone());
    }
  }

  @Test
  void setClosedTwice_isCountedOnce() {
    try (Deployment b = Deployment.of("beta", B.class)) {
      CalloutSet one = gateway.open();
      CalloutSet other = gateway.open();
      gateway.registry.exclude("beta");
      one.close();
      one.close();
      assertFalse(gateway.registry.drained("beta").isDone());
      other.close();
      assertTrue(gateway.registry.drained("beta").isDone());
    }
  }

  @Test
  void applicationNobodyKnows_isDrained() {
    assertTrue(gateway.registry.drained("unknown").isDone());
  }

  @Test
  void undeployment_waitsForTransactionsThatStillUseTheArchive() throws Exception {
    Deployment b = Deployment.of("beta", B.class);
    CalloutSet transaction = gateway.open();
    Thread undeploying = Thread.ofPlatform().start(b::close);

    await().until(() -> banner().isEmpty());
    assertEquals("b", transaction.clientConnected(gateway.session, "").value());
    assertTrue(undeploying.isAlive());
    transaction.close();
    undeploying.join();
  }

  @Test
  void redeployedOverAndOver_noSetSeesHalfOfTwo() throws Exception {
    try (Deployment one = Deployment.of("x--r1", B.class);
        Deployment two = Deployment.of("x--r2", A.class)) {
      gateway.registry.activate(Map.of("x", "x--r1"));
      List<String> whole = List.of("b", "a1a2aa2ba3");
      Thread switching =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 500; i++) {
                      gateway.registry.activate(Map.of("x", i % 2 == 0 ? "x--r2" : "x--r1"));
                    }
                  });
      while (switching.isAlive()) {
        assertTrue(whole.contains(banner()));
      }
      gateway.registry.exclude("x--r1");
      gateway.registry.exclude("x--r2");
      assertTrue(gateway.registry.drained("x--r1").isDone());
      assertTrue(gateway.registry.drained("x--r2").isDone());
    }
  }

  @Test
  void activity_countsCallsAndTheirTimes() {
    try (Deployment b = Deployment.of("beta--r7", B.class)) {
      gateway.registry.activate(Map.of("beta", "beta--r7"));
      banner();
      banner();
      ExtensionActivity activity = gateway.registry.activity().getFirst();
      assertEquals("beta", activity.extension());
      assertEquals("beta--r7", activity.application());
      assertEquals("ClientConnected", activity.callout().stage());
      assertEquals(List.of(B.class.getName() + ".any"), activity.observers());
      assertEquals(2, activity.callout().calls());
      assertTrue(activity.callout().p99Micros() > 0);
      assertTrue(activity.inForce());
    }
  }
}
