package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.validation.ClientConnected;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A share of the transactions gets a set of its own. */
@Timeout(60)
class CanaryTest {

  private final Gateway gateway = new Gateway();
  private final FakeExtension former = revision(1);
  private final FakeExtension latter = revision(2);
  private final FakeExtension other =
      FakeExtension.at("other", CalloutStage.CLIENT_CONNECTED, event -> banner(event, "+"));

  private static FakeExtension revision(int number) {
    return FakeExtension.revision(
        "spam", number, CalloutStage.CLIENT_CONNECTED, event -> banner(event, "r" + number));
  }

  private static void banner(Object event, String text) {
    ClientConnected connected = (ClientConnected) event;
    connected.banner(connected.banner() + text);
  }

  @BeforeEach
  void begin() {
    gateway.registry.change(List.of(former, latter, other), List.of());
    gateway.registry.activate(Map.of("spam", former.revision()));
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  private String banner(String session, int transaction) {
    try (CalloutSet set = gateway.registry.open(session, transaction, new HashMap<>())) {
      return set.clientConnected(gateway.session, "").value();
    }
  }

  private void canary(int perMille) {
    gateway.registry.canary(Map.of("spam", latter.revision()), new Share(perMille));
  }

  private long ofTheCanary(int transactions) {
    long counted = 0;
    for (int i = 0; i < transactions; i++) {
      String banner = banner("S" + i % 100, i / 100);
      assertTrue(List.of("+r1", "+r2").contains(banner), banner);
      counted += banner.equals("+r2") ? 1 : 0;
    }
    return counted;
  }

  @Test
  void withoutACanary_allGetTheRevisionInForce() {
    assertEquals(0, ofTheCanary(500));
  }

  @Test
  void aboutTheShareOfTheTransactions_getsTheCanary() {
    canary(100);
    long counted = ofTheCanary(5000);
    assertTrue(counted > 350 && counted < 650, "of 5000: " + counted);
  }

  @Test
  void theWholeShare_isAll_andNoneIsNobody() {
    canary(1000);
    assertEquals(500, ofTheCanary(500));
    canary(0);
    assertEquals(0, ofTheCanary(500));
  }

  @Test
  void sameTransaction_getsTheSameEachTime_andStaysWhenTheShareGrows() {
    for (int i = 0; i < 200; i++) {
      canary(200);
      String first = banner("S" + i, 1);
      assertEquals(first, banner("S" + i, 1));
      canary(400);
      if (first.equals("+r2")) {
        assertEquals("+r2", banner("S" + i, 1));
      }
    }
  }

  @Test
  void canaryThatIsUndeployed_leavesItsShareToTheOther() {
    canary(1000);
    gateway.registry.change(List.of(), List.of(latter));
    assertEquals("+r1", banner("S1", 1));
  }

  @Test
  void canaryThatIsExcluded_leavesItsShareToTheOther() {
    canary(1000);
    gateway.registry.exclude(latter.revision());
    assertEquals("+r1", banner("S1", 1));
  }

  @Test
  void canaryThatIsNotDeployedYet_isAskedWhenItIs() {
    gateway.registry.change(List.of(), List.of(latter));
    canary(1000);
    assertEquals("+r1", banner("S1", 1));
    gateway.registry.change(List.of(latter), List.of());
    assertEquals("+r2", banner("S1", 1));
  }

  @Test
  void bothRevisions_areInForce_andAreDrainedWhenTheirSetsAreClosed() {
    canary(1000);
    assertEquals(
        List.of("other true", "spam--r1 true", "spam--r2 true"),
        gateway.registry.activity().stream()
            .map(each -> each.application() + " " + each.inForce())
            .toList());
    CalloutSet set = gateway.registry.open("S1", 1, new HashMap<>());
    gateway.registry.canary(Map.of(), Share.NONE);
    assertFalse(gateway.registry.drained(latter.revision()).isDone());
    set.close();
    assertTrue(gateway.registry.drained(latter.revision()).isDone());
    assertFalse(gateway.registry.drained(former.revision()).isDone());
  }

  @Test
  void recordsName_theRevisionThatWasAsked() {
    canary(1000);
    try (CalloutSet set = gateway.registry.open("S1", 1, new HashMap<>())) {
      assertEquals(
          List.of("other", "spam--r2"),
          set.clientConnected(gateway.session, "").records().stream()
              .map(CalloutRecord::revision)
              .toList());
    }
  }

  @Test
  void shareBeyondAll_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Share(1001));
    assertThrows(IllegalArgumentException.class, () -> new Share(-1));
  }
}
