package io.postern.gateway.reception;

import io.postern.gateway.callout.Callouts;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.reception.esmtp.EsmtpExtensions;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Spool;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Entry point: the SMTP server, from {@link #open} to {@link #close}. Changes of the settings take
 * effect with the next decision, but for listeners, which are those of the opening.
 */
public final class Reception {

  private final SettingsInForce settings;
  private final Sessions sessions;
  private List<Listener> listeners = List.of();

  /**
   * @param probes whom to let through as the self-test under way
   * @param routes which recipients can be delivered
   * @throws IllegalArgumentException when a relay network of the settings is none
   */
  public Reception(
      SettingsInForce settings,
      Callouts callouts,
      Probes probes,
      RecipientRoutes routes,
      Spool spool,
      AcceptedSink accepted,
      ReceptionEvents events,
      Clock clock) {
    this(
        settings,
        new EsmtpExtensions(EsmtpExtensions.SHIPPED),
        callouts,
        probes,
        routes,
        MessageStore.of(spool, events),
        accepted,
        events,
        clock);
  }

  Reception(
      SettingsInForce settings,
      EsmtpExtensions extensions,
      Callouts callouts,
      Probes probes,
      RecipientRoutes routes,
      MessageStore store,
      AcceptedSink accepted,
      ReceptionEvents events,
      Clock clock) {
    this.settings = settings;
    StorageFailure failure = new StorageFailure(store::isFull);
    Refusals refusals = new Refusals(events, clock);
    VerdictPolicy policy = new VerdictPolicy(refusals, events, clock);
    PolicyInForce relaying = new PolicyInForce(settings);
    RecipientPolicy recipients = new RecipientPolicy(relaying, probes, routes);
    SessionContext context =
        new SessionContext(
            settings,
            extensions,
            store,
            relaying,
            recipients,
            probes,
            callouts,
            policy,
            new EnvelopeStages(store, policy, failure, recipients),
            new EndOfData(store, accepted, policy, failure, clock),
            events,
            clock);
    this.sessions = new Sessions(context, refusals, clock);
  }

  /**
   * Binds all listeners, then accepts on them; to be called once.
   *
   * @throws ListenerUnavailable when one cannot be bound; none is then
   */
  public synchronized void open() {
    List<Listener> bound = new ArrayList<>();
    try {
      for (Settings.Listener listener : settings.now().listeners()) {
        bound.add(Listener.bind(listener));
      }
    } catch (ListenerUnavailable e) {
      bound.forEach(Listener::close);
      throw e;
    }
    sessions.start();
    bound.forEach(listener -> listener.start(sessions::begin));
    listeners = List.copyOf(bound);
  }

  /** What is bound, in the order of the settings, with the ports that were taken. */
  public synchronized List<InetSocketAddress> addresses() {
    return listeners.stream().map(Listener::address).toList();
  }

  /** The name of a listener's thread that has ended although nobody closed the listener. */
  public synchronized Optional<String> endedThread() {
    return listeners.stream().flatMap(listener -> listener.ended().stream()).findFirst();
  }

  /**
   * Connects to each listener, without a session.
   *
   * @param limit for each
   * @return the address of one that does not answer
   */
  public Optional<InetSocketAddress> deafListener(Duration limit) throws InterruptedException {
    List<Listener> open;
    synchronized (this) {
      open = listeners;
    }
    for (Listener listener : open) {
      if (!listener.answers(limit)) {
        return Optional.of(listener.address());
      }
    }
    return Optional.empty();
  }

  /** How many sessions there are now. */
  public int sessionCount() {
    return sessions.count();
  }

  /**
   * Accepts no more, ends idle sessions with 421, lets transactions in flight end, and returns when
   * all have. What is left after the grace is cut off.
   */
  public synchronized void close(Duration grace) {
    listeners.forEach(Listener::close);
    sessions.end(grace);
  }
}
