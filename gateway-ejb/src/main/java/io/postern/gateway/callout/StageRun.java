package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.gateway.callout.worker.CallInput;
import io.postern.gateway.callout.worker.CallSequence;
import io.postern.gateway.callout.worker.Thrown;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.mail.Reply;
import io.postern.mail.UnparsableMessage;
import io.postern.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stage on its way through its callouts: how far it has come, what they left of its subject,
 * what follows from their verdicts, and what each extension did. Used by one thread at a time: the
 * worker while it calls, the session when it has given up on a worker.
 */
final class StageRun<S> implements CallSequence<Lease, Returned<S>> {

  private static final Ruling DEFER =
      new Ruling.Refuse(Reply.of(451, "4.3.0", "Cannot process now, try again later"), false);
  private static final Ruling REJECT =
      new Ruling.Refuse(Reply.of(554, "5.3.0", "Cannot process this message"), false);
  private static final Ruling REJECT_CONTENT =
      new Ruling.Refuse(
          Reply.of(554, "5.6.0", "Cannot process the content of this message"), false);

  private final List<Callout> callouts;
  private final Session session;
  private final OpenTransaction transaction;
  private final Map<String, Object> ofWatchers;
  private final StageEvent.Factory<S> events;
  private final List<CalloutRecord> records;
  private final S given;
  private S subject;
  private @Nullable CallInput input;
  private Ruling ruling = Ruling.PASS;
  private Optional<String> decidedBy = Optional.empty();
  private Duration delay = Duration.ZERO;

  /** Of the call that is made; null when none is. */
  private @Nullable CallLease lease;

  private LogEntries logged = LogEntries.NONE;
  private int next;
  private boolean ended;

  /**
   * @param ofWatchers notes of the session that extensions which only watch have left
   */
  StageRun(
      List<Callout> callouts,
      Session session,
      OpenTransaction transaction,
      Map<String, Object> ofWatchers,
      S subject,
      StageEvent.Factory<S> events) {
    this.transaction = transaction;
    this.ofWatchers = ofWatchers;
    this.callouts = callouts;
    this.session = session;
    this.given = subject;
    this.subject = subject;
    this.events = events;
    this.records = new ArrayList<>(callouts.size());
  }

  @Override
  public boolean isOver() {
    return ended || next == callouts.size();
  }

  @Override
  public Callout due() {
    return callouts.get(next);
  }

  @Override
  public Lease share() {
    CallLease made = new CallLease(due(), session, given);
    lease = made;
    return made;
  }

  @Override
  public Returned<S> call(Lease lease) {
    Callout callout = due();
    boolean decides = callout.decides();
    Session seen = decides ? session : new WatchedSession(session, ofWatchers);
    StageEvent<S> event = events.draft(new CallContext(lease, seen, transaction, decides), subject);
    callout.call(event);
    return event.returned();
  }

  /** What the callout left is taken over, unless it only watches. */
  @Override
  public void returned(Returned<S> returned, long nanos) {
    Callout callout = due();
    callout.account().succeeded(callout, this, nanos);
    S before = subject;
    take(returned.notes(), callout.decides());
    if (callout.decides()) {
      subject = returned.subject();
      apply(callout, returned);
    }
    record(
        returned.ruling(),
        returned.delay(),
        nanos,
        Change.between(before, returned.subject()),
        Optional.empty());
    next++;
  }

  private void take(NotesLeft left, boolean decides) {
    if (left == NotesLeft.UNTOUCHED) {
      return;
    }
    Map<String, Object> ofSession = left.ofSession();
    if (ofSession != null && decides) {
      Map<String, Object> target = session.notes();
      target.clear();
      target.putAll(ofSession);
    } else if (ofSession != null) {
      WatchedNotes.keep(ofSession, session.notes(), ofWatchers);
    }
    if (left.ofTransaction() != null || left.ofMessage() != null) {
      transaction.take(left, decides);
    }
  }

  private void apply(Callout callout, Returned<S> returned) {
    if (returned.delay().compareTo(delay) > 0) {
      delay = returned.delay();
    }
    decide(callout.extension(), returned.ruling());
    ended = returned.ruling() instanceof Ruling.Pass pass && pass.endsStage();
  }

  /** Content that the callout cannot read is no failure; else its failure policy applies. */
  @Override
  public void threw(Throwable thrown, Lease lease, long nanos) {
    Callout callout = due();
    Optional<UnparsableMessage> defect = ContentDefect.in(thrown, lease);
    if (defect.isPresent()) {
      String reason = Thrown.message(defect.get());
      callout.account().couldNotParse(callout, this, reason, nanos);
      failed(unparsable(reason), nanos, CalloutRecord.Failure.UNPARSABLE);
    } else {
      callout.account().threw(callout, this, thrown, nanos);
      failed(following(callout.policy()), nanos, CalloutRecord.Failure.EXCEPTION);
    }
  }

  @Override
  public void missedDeadline() {
    Callout callout = due();
    callout.account().missedDeadline(callout, this);
    failed(following(callout.policy()), callout.budget(), CalloutRecord.Failure.DEADLINE);
  }

  @Override
  public void notAdmitted() {
    failed(following(due().policy()), 0, CalloutRecord.Failure.BREAKER);
  }

  /** Nothing of the callout is taken over. */
  private void failed(Ruling follows, long nanos, CalloutRecord.Failure how) {
    decide(due().extension(), follows);
    record(follows, Duration.ZERO, nanos, Set.of(), Optional.of(how));
    next++;
  }

  /** The extension should be asked here and is not in the server. */
  void missing(MissingExtension extension, CalloutStage stage) {
    Ruling follows = following(extension.policy());
    decide(extension.name(), follows);
    records.add(
        new CalloutRecord(
            extension.name(),
            extension.name(),
            stage.title(),
            Standing.DECIDES,
            follows,
            Duration.ZERO,
            0,
            Set.of(),
            Optional.of(CalloutRecord.Failure.MISSING),
            0));
  }

  private static Ruling following(FailurePolicy policy) {
    return switch (policy) {
      case DEFER -> DEFER;
      case REJECT -> REJECT;
      case SKIP -> Ruling.PASS;
    };
  }

  private Ruling unparsable(String reason) {
    return switch (due().unparsablePolicy()) {
      case PASS -> Ruling.PASS;
      case REJECT -> REJECT_CONTENT;
      case QUARANTINE -> new Ruling.Quarantine("content cannot be parsed: " + reason);
    };
  }

  /** The stage cannot be finished, which is no extension's doing. */
  @Override
  public void stop() {
    if (DEFER.strictness() > ruling.strictness()) {
      ruling = DEFER;
      decidedBy = Optional.empty();
    }
    ended = true;
  }

  private void decide(String extension, Ruling follows) {
    if (follows.strictness() > ruling.strictness()) {
      ruling = follows;
      decidedBy = Optional.of(extension);
    }
  }

  /**
   * Of the callout whose turn it is, with the lines that it logged; what an extension did in two
   * callouts is one record.
   */
  private void record(
      Ruling follows,
      Duration wait,
      long nanos,
      Set<Change> changed,
      Optional<CalloutRecord.Failure> error) {
    Callout callout = due();
    CallLease call = lease;
    lease = null;
    if (call != null) {
      logged = logged.and(call.logged());
    }
    CalloutRecord made =
        new CalloutRecord(
            callout.extension(),
            callout.application(),
            callout.stage().title(),
            callout.decides() ? Standing.DECIDES : Standing.WATCHES,
            follows,
            wait,
            nanos,
            changed,
            error,
            1);
    int last = records.size() - 1;
    if (last >= 0 && records.get(last).isOf(made)) {
      records.set(last, records.get(last).and(made));
    } else {
      records.add(made);
    }
  }

  /**
   * Where the input of all these callouts came from. Read by breakers only after failures; the
   * message's octets are read then.
   */
  @Override
  public CallInput input() {
    CallInput known = input;
    if (known == null) {
      known = CallInputs.of(session, given);
      input = known;
    }
    return known;
  }

  /** For the record of a failure. */
  MailContext context() {
    return CallInputs.context(session, given);
  }

  Answer<S> answer() {
    return new Answer<>(
        ruling, decidedBy, delay, subject, Collections.unmodifiableList(records), logged);
  }
}
