package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.TestSession;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.OnUnparsable;
import io.postern.mail.Envelope;
import io.postern.mail.ReversePath;
import io.postern.validation.SenderGiven;
import io.postern.validation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every set of callouts does at a stage with several extensions, however it calls them. The
 * stage is MAIL; nothing here depends on which one it is.
 */
@Timeout(60)
interface CalloutSetContract {

  Duration BUDGET = Duration.ofSeconds(5);
  ReversePath OTHER = ReversePath.parse("other@example.org");
  Envelope BEGUN = Envelope.of(ReversePath.parse("alice@example.org"), List.of());

  /**
   * An extension under its terms.
   *
   * @param revision the deployed revision, in force
   */
  record Deployed(FakeExtension revision, ExtensionPolicy terms) {}

  /** Callouts of these extensions; closed by the test class. */
  Callouts callouts(List<Deployed> extensions);

  /** From now on this share of the transactions gets the revision in place of the one in force. */
  void canary(FakeExtension revision, Share share);

  static Deployed extension(
      String name,
      int order,
      FailurePolicy policy,
      Standing standing,
      Consumer<SenderGiven> callout) {
    return new Deployed(
        FakeExtension.revision(
            name, 1, CalloutStage.SENDER_GIVEN, event -> callout.accept((SenderGiven) event)),
        new ExtensionPolicy(order, policy, OnUnparsable.PASS, standing, BUDGET, BUDGET));
  }

  static Deployed deciding(String name, int order, Consumer<SenderGiven> callout) {
    return extension(name, order, FailurePolicy.DEFER, Standing.DECIDES, callout);
  }

  static Answer<Envelope> sender(CalloutSet set) {
    return set.senderGiven(new TestSession(), BEGUN);
  }

  /** The answer about the one transaction that the test is about. */
  private Answer<Envelope> answer(Deployed... extensions) {
    try (CalloutSet set = callouts(List.of(extensions)).open("S1", 1, new HashMap<>())) {
      return sender(set);
    }
  }

  private static List<String> words(Answer<?> answer) {
    return answer.records().stream()
        .map(record -> record.extension() + " " + record.ruling().word())
        .toList();
  }

  @Test
  default void withoutAnExtension_theStagePassesWithWhatItWasGiven() {
    Answer<Envelope> answer = answer();
    assertSame(Ruling.PASS, answer.ruling());
    assertSame(BEGUN, answer.value());
    assertEquals(Optional.empty(), answer.decidedBy());
    assertEquals(List.of(), answer.records());
  }

  @Test
  default void strictestVerdict_winsWhoeverIsAskedFirst_andNamesItsExtension() {
    Deployed lenient = deciding("a", 1, event -> event.answer(Verdict.discard("spam")));
    for (int order : new int[] {0, 2}) {
      Answer<Envelope> answer =
          answer(lenient, deciding("b", order, event -> event.answer(Verdict.reject("no"))));
      assertEquals("reject", answer.ruling().word());
      assertEquals(Optional.of("b"), answer.decidedBy());
    }
  }

  @Test
  default void ofEquallyStrictVerdicts_theFirstCounts() {
    Answer<Envelope> answer =
        answer(
            deciding("b", 1, event -> event.answer(Verdict.quarantine("first"))),
            deciding("a", 2, event -> event.answer(Verdict.quarantine("second"))));
    assertEquals(new Ruling.Quarantine("first"), answer.ruling());
    assertEquals(Optional.of("b"), answer.decidedBy());
  }

  @Test
  default void extensions_areAskedInTheirOrder_andEqualOnesByName() {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    Answer<Envelope> answer =
        answer(
            deciding("d", 1, event -> asked.add("d")),
            deciding("b", 2, event -> asked.add("b")),
            deciding("a", 2, event -> asked.add("a")),
            deciding("c", 0, event -> asked.add("c")));
    assertEquals(List.of("c", "d", "a", "b"), asked);
    assertEquals(List.of("c pass", "d pass", "a pass", "b pass"), words(answer));
  }

  @Test
  default void eachExtension_seesWhatTheOneBeforeChanged_andTheLastChangeIsTheValue() {
    List<ReversePath> seen = Collections.synchronizedList(new ArrayList<>());
    Answer<Envelope> answer =
        answer(
            deciding("a", 1, event -> event.rewrite(OTHER)),
            deciding(
                "b",
                2,
                event -> {
                  seen.add(event.reversePath());
                  event.rewrite(ReversePath.none());
                }));
    assertEquals(List.of(OTHER), seen);
    assertEquals(BEGUN.from(ReversePath.none()), answer.value());
  }

  @Test
  default void acceptance_endsTheStage() {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    Answer<Envelope> answer =
        answer(
            deciding("a", 1, event -> event.answer(Verdict.accept())),
            deciding("b", 2, event -> asked.add("b")));
    assertEquals(new Ruling.Pass(true), answer.ruling());
    assertEquals(List.of(), asked);
  }

  @Test
  default void longestDelay_goesBesideTheVerdict() {
    Answer<Envelope> answer =
        answer(
            deciding("a", 1, event -> event.answer(Verdict.delay(Duration.ofSeconds(2)))),
            deciding("b", 2, event -> event.answer(Verdict.delay(Duration.ofSeconds(1)))),
            deciding("c", 3, event -> event.answer(Verdict.reject("no"))));
    assertEquals(Duration.ofSeconds(2), answer.delay());
    assertEquals("reject", answer.ruling().word());
  }

  @Test
  default void extensionThatThrows_isRuledByItsPolicy_losesItsChanges_andTheOthersAreAsked() {
    Map<FailurePolicy, String> expected =
        Map.of(
            FailurePolicy.SKIP, "pass",
            FailurePolicy.DEFER, "defer",
            FailurePolicy.REJECT, "reject");
    expected.forEach(
        (policy, word) -> {
          List<ReversePath> seen = Collections.synchronizedList(new ArrayList<>());
          Answer<Envelope> answer =
              answer(
                  extension(
                      "a",
                      1,
                      policy,
                      Standing.DECIDES,
                      event -> {
                        event.rewrite(OTHER);
                        throw new IllegalStateException("broken");
                      }),
                  deciding("b", 2, event -> seen.add(event.reversePath())));
          assertEquals(word, answer.ruling().word(), policy.toString());
          assertEquals(BEGUN, answer.value());
          assertEquals(List.of(BEGUN.reversePath()), seen);
          assertEquals(
              Optional.of(CalloutRecord.Failure.EXCEPTION), answer.records().getFirst().error());
        });
  }

  @Test
  default void extensionThatOnlyWatches_isRecordedAndChangesNothing() {
    List<ReversePath> seen = Collections.synchronizedList(new ArrayList<>());
    Answer<Envelope> answer =
        answer(
            extension(
                "a",
                1,
                FailurePolicy.REJECT,
                Standing.WATCHES,
                event -> {
                  event.rewrite(OTHER);
                  event.answer(Verdict.reject("no"));
                  event.answer(Verdict.delay(Duration.ofMinutes(5)));
                }),
            extension(
                "b",
                2,
                FailurePolicy.REJECT,
                Standing.WATCHES,
                event -> {
                  throw new IllegalStateException("broken");
                }),
            deciding("c", 3, event -> seen.add(event.reversePath())));
    assertSame(Ruling.PASS, answer.ruling());
    assertEquals(Optional.empty(), answer.decidedBy());
    assertEquals(Duration.ZERO, answer.delay());
    assertEquals(BEGUN, answer.value());
    assertEquals(List.of(BEGUN.reversePath()), seen);
    CalloutRecord record = answer.records().getFirst();
    assertEquals("reject", record.ruling().word());
    assertEquals(Set.of(Change.REVERSE_PATH), record.changed());
    assertEquals(Standing.WATCHES, record.standing());
  }

  @Test
  default void inAWatchingSet_nobodyDecides() {
    Callouts callouts =
        callouts(
            List.of(
                deciding(
                    "a",
                    1,
                    event -> {
                      event.rewrite(OTHER);
                      event.answer(Verdict.reject("no"));
                    })));
    try (CalloutSet set = callouts.openWatching(1, new HashMap<>())) {
      Answer<Envelope> answer = sender(set);
      assertSame(Ruling.PASS, answer.ruling());
      assertEquals(BEGUN, answer.value());
      assertEquals(List.of("a reject"), words(answer));
    }
  }

  @Test
  default void shareOfTheTransactions_getsTheCanary_eachTheSameEveryTime() {
    Callouts callouts =
        callouts(
            List.of(
                deciding("a", 1, event -> {}),
                deciding("b", 2, event -> event.answer(Verdict.quarantine("odd")))));
    FakeExtension latter = FakeExtension.revision("a", 2, CalloutStage.SENDER_GIVEN, event -> {});
    canary(latter, new Share(200));
    int counted = 0;
    for (int transaction = 1; transaction <= 1000; transaction++) {
      String revision = revisionOfA(callouts, transaction);
      assertEquals(revision, revisionOfA(callouts, transaction));
      counted += revision.equals(latter.revision()) ? 1 : 0;
    }
    assertTrue(counted > 130 && counted < 270, counted + " of 1000");
    canary(latter, new Share(1000));
    assertEquals(latter.revision(), revisionOfA(callouts, 1));
    canary(latter, Share.NONE);
    assertEquals("a--r1", revisionOfA(callouts, 1));
  }

  private static String revisionOfA(Callouts callouts, int transaction) {
    try (CalloutSet set = callouts.open("S1", transaction, new HashMap<>())) {
      Answer<Envelope> answer = sender(set);
      assertEquals(2, answer.records().size());
      return answer.records().getFirst().revision();
    }
  }

  @Test
  default void closedSet_isNotAskedAgain() {
    CalloutSet set = callouts(List.of()).open("S1", 1, new HashMap<>());
    set.close();
    assertThrows(IllegalStateException.class, () -> sender(set));
  }
}
