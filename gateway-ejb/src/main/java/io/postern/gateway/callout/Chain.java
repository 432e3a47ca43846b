package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.Supervisor;
import io.postern.session.Session;
import java.util.List;
import java.util.Map;

/** The callouts of one stage in their order. Immutable. */
final class Chain {

  private final CalloutStage stage;
  private final List<Callout> callouts;
  private final List<MissingExtension> missing;
  private final Supervisor supervisor;

  Chain(
      CalloutStage stage,
      List<Callout> callouts,
      List<MissingExtension> missing,
      Supervisor supervisor) {
    this.stage = stage;
    this.callouts = List.copyOf(callouts);
    this.missing = List.copyOf(missing);
    this.supervisor = supervisor;
  }

  /** The same callouts, all of which only watch; an extension that is missing cannot. */
  Chain watching() {
    return new Chain(
        stage, callouts.stream().map(Callout::watching).toList(), List.of(), supervisor);
  }

  boolean isEmpty() {
    return callouts.isEmpty() && missing.isEmpty();
  }

  /** Asks them all, parked until they have answered or their time is over. */
  <S> Answer<S> ask(
      Session session,
      OpenTransaction transaction,
      Map<String, Object> ofWatchers,
      S subject,
      StageEvent.Factory<S> events) {
    StageRun<S> run = new StageRun<>(callouts, session, transaction, ofWatchers, subject, events);
    // First, so that no callout's accept can end the stage before them.
    for (MissingExtension extension : missing) {
      run.missing(extension, stage);
    }
    supervisor.makeAll(run);
    return run.answer();
  }
}
