package io.postern.gateway.selftest;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalSearch;
import io.postern.gateway.callout.ExtensionActivity;
import io.postern.gateway.callout.cdi.ExtensionStatus;
import io.postern.gateway.probe.Probe;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.Mailbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Entry point: tests the gateway it belongs to, from one end to the other. Thread-safe. */
public final class SelfTest {

  /**
   * What it looks at.
   *
   * @param listeners as they are bound
   * @param background runs what has no deadline of its own
   * @param forget removes what delivery keeps for the sink, to which nothing more will be sent
   */
  public record Context(
      Supplier<List<InetSocketAddress>> listeners,
      Probes probes,
      Spool spool,
      JournalSearch journal,
      Database database,
      Supplier<List<ExtensionStatus>> extensions,
      Supplier<List<ExtensionActivity>> activity,
      Executor background,
      Consumer<InetSocketAddress> forget) {}

  /** The control database as far as this goes; each call is a transaction of its own. */
  public interface Database {

    void write(String token, Instant at);

    boolean isThere(String token);

    /** Also what an earlier test did not come to delete. */
    void deleteAll();
  }

  private static final int STORY = 100;
  private static final long PAUSE_MILLIS = 20;
  private static final List<String> EVENTS = List.of("Accepted", "Delivered");

  private final Context context;
  private final Clock clock;
  private final Leftovers leftovers;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock underWay = new ReentrantLock();

  public SelfTest(Context context, Clock clock) {
    this.context = context;
    this.clock = clock;
    this.leftovers = new Leftovers(context.spool(), clock);
  }

  /**
   * Runs all parts; those after one that failed are tried when they can be.
   *
   * @param limit for all of it
   * @throws SelfTestUnderWay when another one is
   */
  public SelfTestReport run(Duration limit) throws InterruptedException {
    if (!underWay.tryLock()) {
      throw new SelfTestUnderWay();
    }
    long began = System.nanoTime();
    try {
      Protocol protocol = new Protocol();
      ExtensionCheck extensions = new ExtensionCheck(context.extensions(), context.activity());
      String token = "probe-" + new BigInteger(128, random).toString(36);
      // A share of the time: one part that hangs must not be taken for all that come after it.
      Deadline database = Deadline.in(limit.dividedBy(4));
      protocol.part(
          "database",
          () ->
              new DatabaseCheck(context.database(), context.background())
                  .check(token, clock.instant(), database));
      message(
          new Mailbox(token, Probes.DOMAIN),
          protocol,
          Deadline.in(limit.minusNanos(System.nanoTime() - began)));
      protocol.part("extensions", extensions::check);
      return protocol.report(Duration.ofNanos(System.nanoTime() - began));
    } finally {
      underWay.unlock();
    }
  }

  private void message(Mailbox recipient, Protocol protocol, Deadline deadline)
      throws InterruptedException {
    ProbeMessage message = ProbeMessage.to(recipient, clock.instant());
    List<ProbeClient> clients = new ArrayList<>();
    InetSocketAddress opened = null;
    try (ProbeSink sink = ProbeSink.open()) {
      opened = sink.address();
      protocol.part(
          "smtp",
          () -> {
            bind(clients, deadline);
            Set<InetSocketAddress> expected =
                clients.stream().map(ProbeClient::address).collect(Collectors.toSet());
            context.probes().begin(new Probe(expected, recipient, sink.address()));
            return protocol.accepted(send(clients, recipient, message));
          });
      protocol.part("spool", () -> inSpool(protocol.id(), message));
      sink.letIn();
      protocol.part("delivery", () -> delivered(protocol.id(), sink, message, deadline));
      protocol.part("journal", () -> inJournal(protocol.id(), deadline));
    } catch (IOException e) {
      protocol.failed("smtp", "no sink can be opened on the loopback (" + e.getMessage() + ")");
    } finally {
      context.probes().end();
      clients.forEach(SelfTest::closeQuietly);
      if (!protocol.passed()) {
        leftovers.discard(recipient);
      }
      if (opened != null) {
        context.forget().accept(opened);
      }
    }
  }

  private void bind(List<ProbeClient> clients, Deadline deadline) throws IOException, PartFailed {
    for (InetSocketAddress listener : context.listeners().get()) {
      clients.add(ProbeClient.bound(listener, deadline));
    }
    if (clients.isEmpty()) {
      throw new PartFailed("no listener is open");
    }
  }

  /** By the first listener; the others have to greet. Returns the reply to the final dot. */
  private static String send(List<ProbeClient> clients, Mailbox recipient, ProbeMessage message)
      throws IOException, PartFailed {
    for (ProbeClient client : clients) {
      try {
        client.greet();
      } catch (IOException e) {
        throw new PartFailed("listener " + client.server() + ": " + e.getMessage());
      }
    }
    String reply = clients.getFirst().send(recipient, message.content());
    for (ProbeClient client : clients) {
      client.quit();
    }
    return reply;
  }

  /** Delivery waits for the sink's greeting, so the message is there still. */
  private String inSpool(SpoolId id, ProbeMessage message) throws IOException, PartFailed {
    try (SpooledMessage spooled =
        context.spool().read(id).orElseThrow(() -> new PartFailed(id + " is not in the spool"))) {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      octets.writeBytes(spooled.content().head());
      try (InputStream body = spooled.content().openBody(0)) {
        body.transferTo(octets);
      }
      message.requireIn(octets.toByteArray(), "the octets in the spool");
      return id + " is committed, " + octets.size() + " octets";
    }
  }

  private String delivered(SpoolId id, ProbeSink sink, ProbeMessage message, Deadline deadline)
      throws InterruptedException, PartFailed {
    byte[] arrived =
        sink.await(deadline).orElseThrow(() -> new PartFailed(id + " was not delivered in time"));
    message.requireIn(arrived, "the octets delivered");
    return "queued and delivered, " + message.content().length + " octets unchanged";
  }

  private String inJournal(SpoolId id, Deadline deadline) throws InterruptedException, PartFailed {
    Set<String> missing = new HashSet<>(EVENTS);
    while (true) {
      context.journal().story(id.toString(), STORY).lines().stream()
          .map(JournalLine::event)
          .forEach(missing::remove);
      if (missing.isEmpty()) {
        return "has " + String.join(" and ", EVENTS);
      }
      if (deadline.isOver()) {
        throw new PartFailed("lacks " + String.join(" and ", missing) + " of " + id);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static void closeQuietly(ProbeClient client) {
    try {
      client.close();
    } catch (IOException e) {
      // Its descriptor is freed all the same.
    }
  }
}
