package io.postern.gateway.reception;

import io.postern.gateway.connection.Connection;
import io.postern.gateway.connection.ConnectionWatch;
import io.postern.gateway.reception.james.SmtpDialogue;
import io.postern.gateway.reception.james.SmtpProtocol;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.settings.Settings;
import io.postern.mail.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The sessions that there are: begins them, watches over them, ends them. Thread-safe. */
final class Sessions {

  private static final System.Logger LOG = System.getLogger(Sessions.class.getPackageName());

  /** What a session that was cut off may still need to notice it. */
  private static final Duration LAST_MOMENT = Duration.ofSeconds(2);

  /** Of each session: several commands, and the replies to them. */
  private static final Connection.Buffers BUFFERS = new Connection.Buffers(8192, 1024);

  private final SessionContext context;
  private final Refusals refusals;
  private final Clock clock;
  private final SmtpProtocol<SmtpSession> protocol;
  private final SessionSlots slots = new SessionSlots();
  private final Set<SmtpDialogue> dialogues = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ConnectionWatch watch;
  private final String idPrefix = Long.toString(new SecureRandom().nextLong(1L << 40), 36) + '-';
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean ending;

  Sessions(SessionContext context, Refusals refusals, Clock clock) {
    this.context = context;
    this.protocol = new SmtpProtocol<>(BaseCommands.with(context.extensions()));
    this.refusals = refusals;
    this.clock = clock;
    this.watch = new ConnectionWatch("smtp-watch", Duration.ofSeconds(1), this::partOfTimes);
  }

  /** Begins to watch for clients that are late or do not take their replies, and for floods. */
  void start() {
    watch.start();
    Thread.ofVirtual()
        .name("smtp-refusals")
        .inheritInheritableThreadLocals(false)
        .start(this::reportRefusals);
  }

  /** A tenth is all that can be given while slots are scarce. */
  private int partOfTimes() {
    return slots.areScarce(context.settings().now().limits()) ? SessionBounds.SCARCE : 1;
  }

  /** A client has connected; must not block for long. */
  void begin(Settings.Listener listener, Socket socket) {
    InetSocketAddress remote = (InetSocketAddress) socket.getRemoteSocketAddress();
    if (remote == null) {
      closeQuietly(socket);
      return;
    }
    InetAddress address = remote.getAddress();
    Settings settings = context.settings().now();
    Optional<Reply> refusal = slots.take(address, settings.limits());
    if (refusal.isPresent()) {
      turnAway(listener, remote, socket, refusal.get());
      return;
    }
    Thread.ofVirtual()
        .name("smtp-session")
        .inheritInheritableThreadLocals(false)
        .start(() -> converse(listener, socket, remote));
  }

  private void converse(Settings.Listener listener, Socket socket, InetSocketAddress remote) {
    try {
      socket.setTcpNoDelay(true);
      Client client = client(listener, remote, (InetSocketAddress) socket.getLocalSocketAddress());
      long replyNanos = context.settings().now().limits().commandTime().toNanos();
      try (Connection connection = new Connection(socket, watch, BUFFERS, replyNanos)) {
        run(protocol.open(connection, client.id(), new SmtpSession(context, client, slots)));
      }
    } catch (IOException e) {
      // The client is gone already.
    } finally {
      closeQuietly(socket);
      slots.giveBack(remote.getAddress());
    }
  }

  private void run(SmtpDialogue dialogue) {
    dialogues.add(dialogue);
    try {
      if (ending) {
        dialogue.endWhenIdle();
      }
      dialogue.run();
    } finally {
      dialogues.remove(dialogue);
    }
  }

  private Client client(
      Settings.Listener listener, InetSocketAddress remote, InetSocketAddress local) {
    return new Client(
        idPrefix + Long.toString(ids.incrementAndGet(), 36),
        clock.instant(),
        listener,
        remote,
        local,
        context.relaying().now().anywhere(remote.getAddress()),
        context.probes().comesFrom(remote));
  }

  /** A few octets always fit into the empty buffer of a new connection, so this does not block. */
  private void turnAway(
      Settings.Listener listener, InetSocketAddress remote, Socket socket, Reply reply) {
    refusals.add(
        remote.getAddress(),
        listener.name(),
        Stage.PROTOCOL,
        reply,
        Optional.empty(),
        () -> Map.of(Facts.LISTENER, listener.name(), Facts.PEER, Client.text(remote)));
    try {
      String line = SmtpReply.of(reply) + "\r\n";
      socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
    } catch (IOException e) {
      // It did not wait for the reply.
    } finally {
      closeQuietly(socket);
    }
  }

  int count() {
    return slots.taken();
  }

  private void reportRefusals() {
    try {
      while (!ended.await(Refusals.INTERVAL.toNanos(), TimeUnit.NANOSECONDS)) {
        refusals.endInterval();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all sessions: idle ones at once, the others when they can or the grace is over. */
  void end(Duration grace) {
    ending = true;
    dialogues.forEach(SmtpDialogue::endWhenIdle);
    if (!slots.awaitNone(grace)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "reception: "
              + count()
              + " sessions did not end within "
              + grace.toSeconds()
              + " s; cutting them off, their clients will try again");
      dialogues.forEach(SmtpDialogue::abort);
      slots.awaitNone(LAST_MOMENT);
    }
    watch.close();
    ended.countDown();
    refusals.endInterval();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The descriptor is freed all the same.
    }
  }
}
