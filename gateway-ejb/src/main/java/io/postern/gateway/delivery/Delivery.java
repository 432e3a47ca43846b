package io.postern.gateway.delivery;

import io.postern.gateway.delivery.smtp.SmtpClient;
import io.postern.gateway.delivery.smtp.Timeouts;
import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.queue.TicketQueue;
import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.HostResolver;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The entry point: delivers what the spool has accepted. Thread-safe. */
public final class Delivery {

  private static final Duration AFTER_CUT_OFF = Duration.ofSeconds(1);

  private final TicketQueue queue;
  private final SmtpClient client;
  private final Router router;
  private final Scheduler scheduler;
  private final DeliveryRecovery recovery;
  private final Holds holds;
  private final KeptMail kept;
  private final Backlog backlog;
  private final Clock clock;
  private final WorkerPool workers;
  private final Lanes lanes;
  private final LaneWorker.Tools tools;
  private final Background background = new Background();
  private volatile boolean cutOff;

  public Delivery(
      SettingsInForce settings,
      Spool spool,
      Routing routing,
      HostResolver resolver,
      TicketQueue queue,
      ReportComposer composer,
      Clock clock,
      Consumer<AttemptBegun> attempts) {
    this(settings, spool, routing, resolver, queue, composer, clock, attempts, Timeouts.rfc5321());
  }

  /**
   * @param resolver finds the hosts of a destination, inside its lane
   * @param attempts is called as each transaction with a next hop begins, and returns at once
   * @param timeouts for the steps of the conversations with hosts
   */
  public Delivery(
      SettingsInForce settings,
      Spool spool,
      Routing routing,
      HostResolver resolver,
      TicketQueue queue,
      ReportComposer composer,
      Clock clock,
      Consumer<AttemptBegun> attempts,
      Timeouts timeouts) {
    this.clock = clock;
    this.queue = queue;
    this.client = new SmtpClient(() -> settings.now().hostName(), timeouts);
    this.router = new Router(routing);
    this.backlog = new Backlog(spool, router);
    Dispositions dispositions = new Dispositions(settings, spool, composer, clock);
    InFlight inFlight = new InFlight();
    this.holds = new Holds(spool, router, clock, inFlight);
    this.workers =
        new WorkerPool(
            this::worker,
            () -> settings.now().limits().deliveriesPerNextHop(),
            () -> settings.now().limits().deliveries());
    this.lanes = new Lanes(workers);
    this.scheduler =
        new Scheduler(
            router,
            lanes,
            queue,
            holds,
            new UnroutableHandler(spool, dispositions, inFlight, clock),
            background);
    this.recovery = new DeliveryRecovery(settings, spool, router, scheduler, holds, clock);
    this.kept = new KeptMail(spool, router, scheduler, dispositions, inFlight, clock);
    this.tools =
        new LaneWorker.Tools(
            spool,
            inFlight,
            router,
            scheduler,
            new AttemptFinisher(dispositions, scheduler, background),
            client,
            resolver,
            clock,
            attempts,
            () -> cutOff);
  }

  private LaneWorker worker(Lane lane) {
    return new LaneWorker(lane, tools);
  }

  /** Begins to deliver. */
  public void start() {
    lanes.start();
    queue.start(scheduler::due, recovery::recover);
  }

  /** Which of a message's recipients are to be held when it is accepted now. */
  public Optional<Hold> hold(Envelope envelope) {
    return holds.hold(envelope);
  }

  /**
   * Queues a message that was just accepted and is not quarantined. Quick and without I/O; for the
   * session's thread.
   *
   * @param hold with which it was accepted
   */
  public void accepted(SpoolId id, Envelope envelope, Optional<Hold> hold) {
    if (hold.isEmpty()) {
      scheduler.all(id, envelope, "accepted");
      return;
    }
    List<Integer> held = hold.get().recipients();
    scheduler.allBut(held, id, envelope, "accepted");
    if (!held.stream()
        .map(envelope.recipients()::get)
        .map(Recipient::mailbox)
        .allMatch(router::isHeld)) {
      // The settings changed before the message was in the spool.
      background.start("delivery-release", () -> recovery.release(id));
    }
  }

  /**
   * Queues what an earlier run has left, in the background; call after {@link #start}. Mail may be
   * accepted meanwhile.
   */
  public void recover() {
    background.start("delivery-recovery", recovery::recover);
  }

  /**
   * Called when the settings have changed: queues what has another route now, in the background.
   * What has the same keeps its ticket.
   *
   * @param before the routes that were in force
   */
  public void rerouted(Routing before) {
    backlog.settingsChanged();
    background.start("delivery-reroute", () -> recovery.reroute(before));
  }

  /** Forgets the lane of a destination that nothing will be sent to any more. */
  public void forget(Destination destination) {
    lanes.forget(destination);
  }

  /** The ways out that an administrator decides about. */
  public KeptMail kept() {
    return kept;
  }

  /** How the lanes stand that have work, had some lately, or have some waiting. */
  public List<LaneStatus> lanes() {
    return lanes.status(backlog.waiting(), clock.instant());
  }

  /**
   * Ends: no new attempts, those in flight are finished and sessions ended with QUIT. What is in
   * flight after the grace is cut off; it will be tried again at the next start.
   */
  public void close(Duration grace) throws InterruptedException {
    long end = System.nanoTime() + grace.toNanos();
    workers.stop();
    lanes.stop();
    queue.close();
    workers.await(left(end));
    cutOff = true;
    client.close();
    workers.interrupt();
    workers.await(AFTER_CUT_OFF);
    background.await(left(end).plus(AFTER_CUT_OFF));
    background.interrupt();
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }
}
