package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.gateway.callout.worker.CallInput;
import io.postern.gateway.callout.worker.CallSequence;
import io.postern.gateway.callout.worker.Thrown;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.mail.Reply;
import io.postern.mail.UnparsableMessage;
import io.postern.session.Session;
import io.postern.validation.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a stage has come with its callouts. Used by one thread at a time: the worker while it
 * calls, the session when it has given up on a worker.
 */
final class Course<S> implements CallSequence<Lease, Returned<S>> {

  private static final Verdict DEFER =
      Verdict.defer(Reply.of(451, "4.3.0", "Cannot process now, try again later"));
  private static final Verdict REJECT =
      Verdict.reject(Reply.of(554, "5.3.0", "Cannot process this message"));
  private static final Verdict REJECT_CONTENT =
      Verdict.reject(Reply.of(554, "5.6.0", "Cannot process the content of this message"));

  private final List<Callout> callouts;
  private final Session session;
  private final StageEvent.Factory<S> events;
  private final Tally tally = new Tally();
  private final S given;
  private S subject;
  private @Nullable CallInput input;
  private int next;
  private boolean ended;

  Course(List<Callout> callouts, Session session, S subject, StageEvent.Factory<S> events) {
    this.callouts = callouts;
    this.session = session;
    this.given = subject;
    this.subject = subject;
    this.events = events;
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
    return new Lease();
  }

  @Override
  public Returned<S> call(Lease lease) {
    StageEvent<S> event = events.draft(lease, subject);
    due().call(event);
    return new Returned<>(event.subject(), event.opinion(), event.sessionDraft().left());
  }

  /** What the callout left is taken over. */
  @Override
  public void returned(Returned<S> returned, long nanos) {
    Callout callout = due();
    callout.account().succeeded(callout, this, nanos);
    subject = returned.subject();
    Map<String, Object> attributes = returned.attributes();
    if (attributes != null) {
      Map<String, Object> target = session.attributes();
      target.clear();
      target.putAll(attributes);
    }
    ended = tally.add(callout.extension(), returned.opinion());
    next++;
  }

  /** Content that the callout cannot read is no failure; else its failure policy applies. */
  @Override
  public void threw(Throwable thrown, Lease lease, long nanos) {
    Callout callout = due();
    Optional<UnparsableMessage> defect = ContentDefect.in(thrown, lease);
    if (defect.isPresent()) {
      String reason = Thrown.message(defect.get());
      callout.account().couldNotParse(callout, this, reason, nanos);
      unparsable(reason);
    } else {
      callout.account().threw(callout, this, thrown, nanos);
      notAdmitted();
    }
  }

  @Override
  public void missedDeadline() {
    due().account().missedDeadline(due(), this);
    notAdmitted();
  }

  /** The failure policy applies; nothing of the callout is taken over. */
  @Override
  public void notAdmitted() {
    Callout callout = due();
    apply(callout.extension(), callout.policy());
    next++;
  }

  /** The extension should be asked here and is not in the server. */
  void missing(MissingExtension extension) {
    apply(extension.name(), extension.policy());
  }

  private void apply(String extension, FailurePolicy policy) {
    switch (policy) {
      case DEFER -> tally.add(extension, DEFER);
      case REJECT -> tally.add(extension, REJECT);
      case SKIP -> {}
    }
  }

  /** The callout cannot read the content; nothing of it is taken over. */
  private void unparsable(String reason) {
    Callout callout = due();
    switch (callout.unparsablePolicy()) {
      case PASS -> {}
      case REJECT -> tally.add(callout.extension(), REJECT_CONTENT);
      case QUARANTINE ->
          tally.add(callout.extension(), Verdict.quarantine("content cannot be parsed: " + reason));
    }
    next++;
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

  /** The stage cannot be finished, which is no extension's doing. */
  @Override
  public void stop() {
    tally.add(DEFER);
    ended = true;
  }

  Answer<S> answer() {
    return new Answer<>(tally.ruling(), subject);
  }
}
