package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.Supervisor;
import io.postern.session.Session;
import java.util.List;

/** The callouts of one stage in their order. Immutable. */
final class Chain {

  private final List<Callout> callouts;
  private final List<MissingExtension> missing;
  private final Supervisor supervisor;

  Chain(List<Callout> callouts, List<MissingExtension> missing, Supervisor supervisor) {
    this.callouts = List.copyOf(callouts);
    this.missing = List.copyOf(missing);
    this.supervisor = supervisor;
  }

  boolean isEmpty() {
    return callouts.isEmpty() && missing.isEmpty();
  }

  /** Asks them all, parked until they have answered or their time is over. */
  <S> Answer<S> ask(Session session, S subject, StageEvent.Factory<S> events) {
    Course<S> course = new Course<>(callouts, session, subject, events);
    // First, so that no callout's accept can end the stage before them.
    missing.forEach(course::missing);
    supervisor.makeAll(course);
    return course.answer();
  }
}
