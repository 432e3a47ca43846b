package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.TestSession;
import io.postern.gateway.callout.message.Lease;
import io.postern.gateway.callout.worker.CalloutNotices;
import io.postern.gateway.callout.worker.LostThreads;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.OnUnparsable;
import io.postern.mail.Envelope;
import io.postern.mail.Reply;
import io.postern.mail.ReversePath;
import io.postern.validation.SenderGiven;
import io.postern.validation.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A stage on its way through its callouts, without a thread and without a clock. */
class StageRunTest {

  private static final Envelope BEGUN = Envelope.of(Gateway.ALICE, List.of());
  private static final long QUICK = 10_000;
  private static final Duration BUDGET = Duration.ofSeconds(5);

  private final TestSession session = new TestSession();
  private final Kept transaction = new Kept();
  private final Notices notices = new Notices(Clock.systemUTC(), change -> {});
  private final List<Callout> callouts = new ArrayList<>();

  /** A transaction's notes, without a set. */
  private static final class Kept implements OpenTransaction {
    private final TransactionNotes notes = new TransactionNotes();

    @Override
    public int number() {
      return 3;
    }

    @Override
    public Map<String, Object> notes(boolean decides) {
      return notes.own(decides);
    }

    @Override
    public Map<String, String> messageNotes(boolean decides) {
      return notes.ofMessage(decides);
    }

    @Override
    public void take(NotesLeft left, boolean decides) {
      notes.take(left, decides);
    }
  }

  /** Adds an extension with its callouts at MAIL. */
  @SafeVarargs
  private void extension(
      String name, FailurePolicy policy, Standing standing, Consumer<SenderGiven>... calls) {
    List<Consumer<Object>> entries = new ArrayList<>();
    for (Consumer<SenderGiven> call : calls) {
      entries.add(event -> call.accept((SenderGiven) event));
    }
    RegisteredExtension registered =
        new RegisteredExtension(
            new FakeExtension(name, name, false, Map.of(CalloutStage.SENDER_GIVEN, entries)),
            failure -> {},
            new CalloutNotices(notices, "callout"),
            new LostThreads(notices, "callout"));
    callouts.addAll(
        registered.callouts(
            CalloutStage.SENDER_GIVEN,
            new ExtensionPolicy(0, policy, OnUnparsable.PASS, standing, BUDGET, BUDGET)));
  }

  @SafeVarargs
  private void deciding(String name, Consumer<SenderGiven>... calls) {
    extension(name, FailurePolicy.DEFER, Standing.DECIDES, calls);
  }

  private StageRun<Envelope> run() {
    return new StageRun<>(
        callouts,
        session,
        transaction,
        new HashMap<>(),
        BEGUN,
        (context, subject) -> new SenderEvent(context, subject));
  }

  /** Makes the call that is due, and says how long it took. */
  private static void call(StageRun<Envelope> run, long nanos) {
    Lease lease = run.share();
    Returned<Envelope> left;
    try {
      left = run.call(lease);
    } catch (RuntimeException e) {
      run.threw(e, lease, nanos);
      return;
    }
    run.returned(left, nanos);
  }

  private static Consumer<SenderGiven> answering(Verdict verdict) {
    return event -> event.answer(verdict);
  }

  @Test
  void nobodyObjects_passes_andNobodyDecided() {
    deciding("a", event -> {});
    StageRun<Envelope> run = run();
    call(run, QUICK);
    assertTrue(run.isOver());
    Answer<Envelope> answer = run.answer();
    assertSame(Ruling.PASS, answer.ruling());
    assertEquals(Optional.empty(), answer.decidedBy());
    assertSame(BEGUN, answer.value());
    assertFalse(answer.records().getFirst().isNoteworthy());
  }

  @Test
  void verdicts_areMergedFromLenientToStrict() {
    Reply gone = Reply.of(421, "4.7.0", "bye");
    List<Verdict> fromLenient =
        List.of(
            Verdict.pass(),
            Verdict.discard("d"),
            Verdict.quarantine("q"),
            Verdict.defer("later"),
            Verdict.reject("no"),
            Verdict.disconnect(gone));
    List<String> words = List.of("pass", "discard", "quarantine", "defer", "reject", "disconnect");
    for (int one = 0; one < fromLenient.size(); one++) {
      for (int other = 0; other < fromLenient.size(); other++) {
        callouts.clear();
        deciding("a", answering(fromLenient.get(one)));
        deciding("b", answering(fromLenient.get(other)));
        StageRun<Envelope> run = run();
        call(run, QUICK);
        call(run, QUICK);
        int strictest = Math.max(one, other);
        Answer<Envelope> answer = run.answer();
        assertEquals(words.get(strictest), answer.ruling().word());
        Optional<String> decided =
            strictest == 0 ? Optional.empty() : Optional.of(one >= other ? "a" : "b");
        assertEquals(decided, answer.decidedBy(), one + " and " + other);
        assertEquals(
            List.of(words.get(one), words.get(other)),
            answer.records().stream().map(each -> each.ruling().word()).toList());
      }
    }
  }

  @Test
  void acceptance_endsTheStage_exceptBesideAStricterVerdictOfTheSameCallout() {
    deciding("a", answering(Verdict.accept()));
    deciding("b", answering(Verdict.reject("no")));
    StageRun<Envelope> accepted = run();
    call(accepted, QUICK);
    assertTrue(accepted.isOver());
    assertEquals("accept", accepted.answer().ruling().word());

    callouts.clear();
    deciding(
        "a",
        event -> {
          event.answer(Verdict.accept());
          event.answer(Verdict.discard("spam"));
        });
    deciding("b", event -> {});
    StageRun<Envelope> discarded = run();
    call(discarded, QUICK);
    assertFalse(discarded.isOver());
  }

  @Test
  void calloutsOfOneExtension_areOneRecord_withTheSumOfTheirTimes() {
    deciding("a", event -> event.rewrite(ReversePath.none()), event -> {});
    deciding("b", event -> {});
    StageRun<Envelope> run = run();
    call(run, 600_000);
    call(run, 500_000);
    call(run, 1_000_000);
    List<CalloutRecord> records = run.answer().records();
    assertEquals(List.of("a", "b"), records.stream().map(CalloutRecord::extension).toList());
    assertEquals(1_100_000, records.get(0).nanoseconds());
    assertEquals(2, records.get(0).calls());
    assertEquals(Set.of(Change.REVERSE_PATH), records.get(0).changed());
    assertFalse(records.get(1).isNoteworthy());
  }

  @Test
  void slowCallout_isNoteworthyFromAMillisecondOn() {
    deciding("a", event -> {});
    deciding("b", event -> {});
    StageRun<Envelope> run = run();
    call(run, 1_000_000);
    call(run, 1_000_001);
    assertEquals(
        List.of(false, true),
        run.answer().records().stream().map(CalloutRecord::isNoteworthy).toList());
  }

  @Test
  void failurePolicy_decidesAndIsRecordedWithTheReason() {
    Consumer<SenderGiven> broken =
        event -> {
          event.rewrite(ReversePath.none());
          throw new IllegalStateException("broken");
        };
    extension("a", FailurePolicy.SKIP, Standing.DECIDES, broken);
    extension("b", FailurePolicy.DEFER, Standing.DECIDES, broken);
    extension("c", FailurePolicy.REJECT, Standing.DECIDES, broken);
    extension("d", FailurePolicy.REJECT, Standing.WATCHES, broken);
    StageRun<Envelope> run = run();
    call(run, QUICK);
    run.missedDeadline();
    run.notAdmitted();
    call(run, QUICK);
    Answer<Envelope> answer = run.answer();
    assertEquals("reject", answer.ruling().word());
    assertEquals(Optional.of("c"), answer.decidedBy());
    assertSame(BEGUN, answer.value());
    assertEquals(
        List.of("pass EXCEPTION", "defer DEADLINE", "reject BREAKER", "pass EXCEPTION"),
        answer.records().stream()
            .map(each -> each.ruling().word() + " " + each.error().orElseThrow())
            .toList());
    assertEquals(BUDGET.toNanos(), answer.records().get(1).nanoseconds());
  }

  @Test
  void stopped_defersInTheNameOfTheGateway_unlessSomethingStricterWasDecided() {
    deciding("a", answering(Verdict.quarantine("odd")));
    deciding("b", event -> {});
    StageRun<Envelope> run = run();
    call(run, QUICK);
    run.stop();
    assertTrue(run.isOver());
    assertEquals("defer", run.answer().ruling().word());
    assertEquals(Optional.empty(), run.answer().decidedBy());

    callouts.clear();
    deciding("a", answering(Verdict.reject("no")));
    deciding("b", event -> {});
    StageRun<Envelope> rejected = run();
    call(rejected, QUICK);
    rejected.stop();
    assertEquals(Optional.of("a"), rejected.answer().decidedBy());
  }
}
