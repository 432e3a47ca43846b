package io.postern.gateway.callout;

import io.postern.session.Session;
import java.util.List;

/** The callouts of one stage in their order. Immutable. */
final class Chain {

  private final Stage stage;
  private final List<Callout> callouts;
  private final List<MissingExtension> missing;
  private final Workers workers;

  Chain(Stage stage, List<Callout> callouts, List<MissingExtension> missing, Workers workers) {
    this.stage = stage;
    this.callouts = List.copyOf(callouts);
    this.missing = List.copyOf(missing);
    this.workers = workers;
  }

  boolean isEmpty() {
    return callouts.isEmpty() && missing.isEmpty();
  }

  /** Asks them all, parked until they have answered or their time is over. */
  <S> Answer<S> ask(Session session, S subject, StageEvent.Factory<S> events) {
    StageRun<S> run = new StageRun<>(callouts, session, subject, events);
    // First, so that no callout's accept can end the stage before them.
    for (MissingExtension extension : missing) {
      run.missing(extension, stage);
    }
    while (!run.isOver()) {
      switch (handedOff(new Handoff<>(run, workers))) {
        case FINISHED -> {}
        case BROKEN -> run.stop();
        case DEADLINE -> {
          workers.lost();
          run.callout().account().missedDeadline(run.callout(), run);
          run.missedDeadline();
        }
        case INTERRUPTED -> {
          workers.lost();
          stopInterrupted(run);
        }
        case WITHDRAWN -> stopInterrupted(run);
      }
    }
    return run.answer();
  }

  private Handoff.End handedOff(Handoff<?> handoff) {
    try {
      workers.run(handoff);
    } catch (InterruptedException e) {
      return Handoff.End.WITHDRAWN;
    } catch (OutOfMemoryError e) {
      // No thread can be made. The client tries again later; the place is free for the next.
      if (handoff.withdraw()) {
        workers.leave();
        return Handoff.End.BROKEN;
      }
    }
    Handoff.End end = handoff.await();
    if (end == Handoff.End.WITHDRAWN) {
      workers.leave();
    }
    return end;
  }

  private static void stopInterrupted(StageRun<?> run) {
    run.stop();
    Thread.currentThread().interrupt();
  }
}
