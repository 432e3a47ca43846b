package io.postern.gateway.callout;

import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.mail.Reply;
import io.postern.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stage on its way through its callouts: how far it has come, what they left of its subject,
 * what follows from their verdicts, and what each extension did. Used by one thread at a time: the
 * worker while it calls, the session when it has given up on a worker.
 */
final class StageRun<S> implements Breaker.Origin {

  private static final Ruling DEFER =
      new Ruling.Refuse(Reply.of(451, "4.3.0", "Cannot process now, try again later"), false);
  private static final Ruling REJECT =
      new Ruling.Refuse(Reply.of(554, "5.3.0", "Cannot process this message"), false);
  private static final Ruling REJECT_CONTENT =
      new Ruling.Refuse(
          Reply.of(554, "5.6.0", "Cannot process the content of this message"), false);

  private final List<Callout> callouts;
  private final Session session;
  private final StageEvent.Factory<S> events;
  private final LongSupplier nanoTime;
  private final List<CalloutRecord> records;
  private final S given;
  private S subject;
  private @Nullable CallInput input;
  private Ruling ruling = Ruling.PASS;
  private Optional<String> decidedBy = Optional.empty();
  private Duration delay = Duration.ZERO;
  private long calledAt;
  private int next;
  private boolean ended;

  StageRun(List<Callout> callouts, Session session, S subject, StageEvent.Factory<S> events) {
    this(callouts, session, subject, events, System::nanoTime);
  }

  StageRun(
      List<Callout> callouts,
      Session session,
      S subject,
      StageEvent.Factory<S> events,
      LongSupplier nanoTime) {
    this.callouts = callouts;
    this.session = session;
    this.given = subject;
    this.subject = subject;
    this.events = events;
    this.nanoTime = nanoTime;
    this.records = new ArrayList<>(callouts.size());
  }

  boolean isOver() {
    return ended || next == callouts.size();
  }

  Callout callout() {
    return callouts.get(next);
  }

  /** The event of the callout that is called now. */
  StageEvent<S> event(Attempt attempt) {
    calledAt = nanoTime.getAsLong();
    return events.draft(attempt.lease(), subject);
  }

  /** The callout returned; what it left is taken over. */
  void took(Returned<S> returned) {
    S before = subject;
    subject = returned.subject();
    Map<String, Object> attributes = returned.attributes();
    if (attributes != null) {
      Map<String, Object> target = session.attributes();
      target.clear();
      target.putAll(attributes);
    }
    if (returned.delay().compareTo(delay) > 0) {
      delay = returned.delay();
    }
    decide(callout().extension(), returned.ruling());
    ended = returned.ruling() instanceof Ruling.Pass pass && pass.endsStage();
    record(returned.ruling(), returned.delay(), Change.between(before, subject), Optional.empty());
    next++;
  }

  /** The callout threw; nothing of it is taken over. */
  void threw() {
    failed(CalloutRecord.Failure.EXCEPTION);
  }

  /** The callout was late; nothing of it is taken over. */
  void missedDeadline() {
    failed(CalloutRecord.Failure.DEADLINE);
  }

  /** The callout may not be called now. */
  void notAdmitted() {
    calledAt = nanoTime.getAsLong();
    failed(CalloutRecord.Failure.BREAKER);
  }

  private void failed(CalloutRecord.Failure how) {
    Callout callout = callout();
    Ruling follows = following(callout.policy());
    decide(callout.extension(), follows);
    record(follows, Duration.ZERO, Set.of(), Optional.of(how));
    next++;
  }

  /** The extension should be asked here and is not in the server. */
  void missing(MissingExtension extension, Stage stage) {
    Ruling follows = following(extension.policy());
    decide(extension.name(), follows);
    records.add(
        new CalloutRecord(
            extension.name(),
            extension.name(),
            stage.title(),
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

  /** The callout cannot read the content; nothing of it is taken over. */
  void unparsable(String reason) {
    Callout callout = callout();
    Ruling follows =
        switch (callout.unparsablePolicy()) {
          case PASS -> Ruling.PASS;
          case REJECT -> REJECT_CONTENT;
          case QUARANTINE -> new Ruling.Quarantine("content cannot be parsed: " + reason);
        };
    decide(callout.extension(), follows);
    record(follows, Duration.ZERO, Set.of(), Optional.of(CalloutRecord.Failure.UNPARSABLE));
    next++;
  }

  /** The stage cannot be finished, which is no extension's doing. */
  void stop() {
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

  /** Of the callout whose turn it is; what an extension did in two callouts is one record. */
  private void record(
      Ruling follows, Duration wait, Set<Change> changed, Optional<CalloutRecord.Failure> error) {
    Callout callout = callout();
    CalloutRecord made =
        new CalloutRecord(
            callout.extension(),
            callout.application(),
            callout.stage().title(),
            follows,
            wait,
            nanoTime.getAsLong() - calledAt,
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
    return new Answer<>(ruling, decidedBy, delay, subject, Collections.unmodifiableList(records));
  }
}
