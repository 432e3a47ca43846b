package io.postern.gateway.delivery;

import io.postern.gateway.delivery.smtp.SmtpClient;
import io.postern.gateway.delivery.smtp.Timeouts;
import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.queue.DeliveryQueues;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.Unfinished;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The door: delivers what the spool has accepted. Thread-safe. */
public final class Delivery {

  private static final Duration AFTER_CUT_OFF = Duration.ofSeconds(1);

  private final SettingsInForce settings;
  private final Spool spool;
  private final DeliveryQueues queues;
  private final SmtpClient client;
  private final Router router;
  private final UnroutableHandler unroutableHandler;
  private final Recovery recovery;
  private final Holds holds;
  private final KeptMail kept;
  private final Backlog backlog;
  private final Clock clock;
  private final LaneWorker.Tools tools;
  private final Background workers = new Background();
  private final Background settlers = new Background();
  private final ConcurrentMap<NextHop, Lane> lanes = new ConcurrentHashMap<>();
  private final LaneCrew crew = new Crew();
  private volatile boolean stopping;
  private volatile boolean cutOff;

  public Delivery(
      SettingsInForce settings,
      Spool spool,
      Routing routing,
      DeliveryQueues queues,
      ReportComposer composer,
      Clock clock) {
    this(settings, spool, routing, queues, composer, clock, Timeouts.rfc5321());
  }

  /**
   * @param timeouts for the steps of the conversations with next hops
   */
  public Delivery(
      SettingsInForce settings,
      Spool spool,
      Routing routing,
      DeliveryQueues queues,
      ReportComposer composer,
      Clock clock,
      Timeouts timeouts) {
    this.settings = settings;
    this.spool = spool;
    this.clock = clock;
    this.queues = queues;
    this.client = new SmtpClient(() -> settings.now().hostName(), timeouts);
    Dispositions dispositions = new Dispositions(settings, spool, composer, clock);
    InFlight inFlight = new InFlight();
    this.router = new Router(routing, queues, this::noRoute, this::hold);
    this.holds = new Holds(spool, router, clock, inFlight);
    this.backlog = new Backlog(spool, router);
    AttemptFinisher finisher = new AttemptFinisher(dispositions, router, settlers);
    this.unroutableHandler = new UnroutableHandler(spool, finisher, settlers, inFlight, clock);
    this.recovery = new Recovery(settings, router, holds, clock);
    this.kept = new KeptMail(spool, router, dispositions, inFlight, clock);
    this.tools =
        new LaneWorker.Tools(
            spool, queues, inFlight, router, finisher, client, clock, () -> cutOff);
  }

  /** Begins to deliver. */
  public void start() {
    queues.start(this::take, () -> recovery.recover(spool.unfinished()));
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
      router.all(id, envelope, "accepted");
      return;
    }
    List<Integer> held = hold.get().recipients();
    router.allBut(held, id, envelope, "accepted");
    if (!held.stream()
        .map(envelope.recipients()::get)
        .map(Recipient::mailbox)
        .allMatch(router::isHeld)) {
      // The settings changed before the message was in the spool.
      settlers.start("delivery-release", () -> release(id, envelope, held));
    }
  }

  private void release(SpoolId id, Envelope envelope, List<Integer> held) {
    try {
      holds.look(id, envelope, held, 0);
    } catch (InterruptedException e) {
      // The gateway stops; the next start looks again.
      Thread.currentThread().interrupt();
    }
  }

  /** Queues what an earlier run has left, in the background; call after {@link #start}. */
  public void recover(Iterable<Unfinished> unfinished) {
    settlers.start("delivery-recovery", () -> recovery.recover(unfinished));
  }

  /**
   * Called when the settings have changed: queues what has another route now, in the background.
   * What has the same keeps its ticket.
   *
   * @param before the routes that were in force
   */
  public void rerouted(Routing before) {
    backlog.settingsChanged();
    settlers.start("delivery-reroute", () -> recovery.reroute(spool.unfinished(), before));
  }

  /** Forgets the lane of a next hop that nothing will be sent to any more. */
  public void forget(NextHop nextHop) {
    queues.forget(nextHop);
    lanes.remove(nextHop);
  }

  /** The ways out that an administrator decides about. */
  public KeptMail kept() {
    return kept;
  }

  private void hold(SpoolId id, List<Integer> recipients, int attempts) {
    holds.hold(id, recipients, attempts);
  }

  private void noRoute(Router.Unroutable unroutable) {
    unroutableHandler.giveUp(unroutable);
  }

  private void take(Ticket ticket) {
    try {
      lane(ticket.nextHop()).take(ticket);
    } catch (InterruptedException e) {
      // The gateway stops; the ticket is found in the spool by the next start.
      Thread.currentThread().interrupt();
    }
  }

  private Lane lane(NextHop nextHop) {
    Lane known = lanes.get(nextHop);
    return known != null ? known : lanes.computeIfAbsent(nextHop, hop -> new Lane(hop, crew));
  }

  /** How the lanes stand that had work since the start or have some waiting, by next hop. */
  public List<LaneStatus> lanes() {
    Map<NextHop, Amount> waiting = backlog.waiting();
    Instant now = clock.instant();
    Set<NextHop> nextHops = new HashSet<>(lanes.keySet());
    nextHops.addAll(waiting.keySet());
    return nextHops.stream()
        .sorted(Comparator.comparing(NextHop::toString))
        .map(hop -> lanes.getOrDefault(hop, new Lane(hop, crew)))
        .map(lane -> lane.status(waiting.getOrDefault(lane.nextHop(), Amount.NONE), now))
        .toList();
  }

  /**
   * Ends: no new attempts, those in flight are finished and sessions ended with QUIT. What is in
   * flight after the grace is cut off; it will be tried again at the next start.
   */
  public void close(Duration grace) throws InterruptedException {
    long end = System.nanoTime() + grace.toNanos();
    stopping = true;
    queues.close();
    workers.await(left(end));
    cutOff = true;
    client.close();
    workers.interrupt();
    workers.await(AFTER_CUT_OFF);
    settlers.await(left(end).plus(AFTER_CUT_OFF));
    settlers.interrupt();
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private final class Crew implements LaneCrew {

    @Override
    public void hire(Lane lane) {
      workers.start("delivery-" + lane.nextHop(), new LaneWorker(lane, tools));
    }

    @Override
    public int mostWorkers() {
      return settings.now().limits().deliveriesPerNextHop();
    }

    @Override
    public boolean stopping() {
      return stopping;
    }
  }
}
