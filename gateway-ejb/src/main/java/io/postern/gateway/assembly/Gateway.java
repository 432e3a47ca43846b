package io.postern.gateway.assembly;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.LoggingCallouts;
import io.postern.gateway.callout.CalloutRegistry;
import io.postern.gateway.callout.ExtensionPolicy;
import io.postern.gateway.callout.cdi.BoundedServer;
import io.postern.gateway.callout.cdi.CdiExtensions;
import io.postern.gateway.callout.cdi.ExtensionArchives;
import io.postern.gateway.callout.cdi.ExtensionStatus.State;
import io.postern.gateway.callout.cdi.Extensions;
import io.postern.gateway.callout.cdi.PayaraServer;
import io.postern.gateway.controldb.DatabaseCopies;
import io.postern.gateway.delivery.Delivery;
import io.postern.gateway.export.Exports;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.operation.Addresses;
import io.postern.gateway.operation.BulkDecisions;
import io.postern.gateway.operation.GatewayStatus;
import io.postern.gateway.operation.OpenGateway;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.queue.DeliveryQueues;
import io.postern.gateway.queue.QueueNames;
import io.postern.gateway.reception.AcceptedSink;
import io.postern.gateway.reception.Reception;
import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.ProbeRoutes;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.routing.StaticHostResolver;
import io.postern.gateway.routing.StaticRoutes;
import io.postern.gateway.search.IndexOptions;
import io.postern.gateway.search.JournalIndex;
import io.postern.gateway.secret.Secrets;
import io.postern.gateway.selftest.SelfTest;
import io.postern.gateway.series.Reading;
import io.postern.gateway.series.Series;
import io.postern.gateway.settings.Overrides;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.Settings.ExtensionEntry;
import io.postern.gateway.settings.SettingsHistory;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.settings.SettingsRevisions;
import io.postern.gateway.settings.SettingsStart;
import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.update.Updates;
import io.postern.mail.Envelope;
import io.postern.runtime.DeployedArchives;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The packages put together and set to work: built in the order in which mail passes, closed in the
 * order in which nothing is lost. One instance is one run.
 */
final class Gateway implements OpenGateway, AutoCloseable {

  private static final String CONNECTIONS = "jms/postern-connections";
  private static final Duration FINISH_TRANSACTIONS = Duration.ofSeconds(8);
  private static final Duration FINISH_ATTEMPTS = Duration.ofSeconds(8);
  private static final Duration EXTENSION_START = Duration.ofSeconds(60);
  private static final String PSEUDONYM_KEY = "pseudonym-key";
  private static final Duration DRAIN = Duration.ofSeconds(60);

  /** What the server provides. */
  record Server(
      DeployedArchives deployed,
      ExtensionArchives archives,
      SettingsRevisions revisions,
      SelfTest.Database database,
      DatabaseCopies copies,
      Executor manipulation,
      Executor background) {}

  private final SettingsInForce settings;
  private final SettingsHistory history;
  private final Journal journal;
  private final Notices notices;
  private final Totals totals;
  private final Spool spool;
  private final Secrets secrets;
  private final Exports exports;
  private final JournalIndex search;
  private final Series series;
  private final CalloutRegistry callouts;
  private final LoggingCallouts logging;
  private final Extensions extensions;
  private final Delivery delivery;
  private final BulkDecisions bulk;
  private final Reception reception;
  private final SelfTest selfTest;
  private final Updates updates;
  private final Instant startedAt;
  private final DeliveryQueues queues;
  final HealthWatch health;
  private final SubscriptionSync subscriptions;
  private final CdiExtensions archives;
  private final DataWatch dataWatch;
  private volatile boolean closing;

  /**
   * Recovers what an earlier run left, deploys the extensions, then takes mail.
   *
   * @throws LossNotAccepted when the spool is not there though it should be
   * @throws RuntimeException with one line that says what could not be opened; everything is closed
   *     again then
   */
  static Gateway open(SettingsStart start, Server server, Clock clock) {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      return new Gateway(start, server, clock, opened);
    } catch (RuntimeException | Error e) {
      opened.reversed().forEach(part -> closeQuietly(part, e));
      throw e;
    }
  }

  private Gateway(SettingsStart start, Server server, Clock clock, List<AutoCloseable> opened) {
    Settings first = start.settings();
    startedAt = clock.instant();
    Probes probes = new Probes();
    settings = new SettingsInForce(first);
    history =
        new SettingsHistory(server.revisions(), settings, start, Overrides.ofThisProcess(), clock);
    Path data = first.data();
    updates = new Updates(data.resolve("update"));
    Stores stores = Stores.open(data, clock, opened);
    journal = stores.journal;
    notices = stores.notices;
    totals = stores.totals;
    spool = stores.spool;
    dataWatch = stores.watch;
    secrets = Secrets.open(data, clock);
    Targets targets = new Targets(data, secrets, () -> settings.now().hostName(), clock);
    exports =
        new Exports(
            journal, data, targets::opener, () -> secrets.key(PSEUDONYM_KEY), notices, clock);
    opened.add(exports);
    exports.apply(first);
    settings.watch(exports::apply);
    search = JournalIndex.open(data.resolve("index"), IndexOptions.defaults(), journal, notices);
    opened.add(search);
    series = new Series(data, () -> reading(data.resolve("spool")), notices, clock);
    opened.add(series);
    EventRecorder recorder = new EventRecorder(journal, totals, series::accepted);
    callouts =
        new CalloutRegistry(
            this::policy,
            spool::newContent,
            recorder,
            notices,
            server.manipulation(),
            first.limits().manipulationWorkers());
    opened.add(callouts);
    logging = new LoggingCallouts(journal, clock, notices);
    opened.add(logging);
    subscriptions = new SubscriptionSync(callouts, logging, this::loggingTime);
    archives = new CdiExtensions(callouts, server.deployed());
    opened.add(archives);
    settings.watch(
        changed -> {
          callouts.refresh();
          subscriptions.refresh();
        });
    extensions =
        new Extensions(
            server.archives(),
            new BoundedServer(new PayaraServer(), EXTENSION_START, notices),
            subscriptions,
            settings,
            notices,
            clock,
            server.background(),
            DRAIN);
    queues =
        DeliveryQueues.onServer(
            CONNECTIONS,
            // Of a fixed number, and in foreign code that holds its carrier while it loads classes.
            Thread.ofPlatform().daemon().name("postern-queue-", 0).factory(),
            QueueNames.of(first.limits().deliveryQueues()),
            DeliveryQueues.Timeouts.usual());
    Routing routes = new ProbeRoutes(new StaticRoutes(settings), probes);
    delivery =
        new Delivery(
            settings,
            spool,
            routes,
            new StaticHostResolver(),
            queues,
            new ReportComposer(() -> settings.now().hostName()),
            clock,
            recorder::attemptBegun);
    bulk = BulkDecisions.of(spool, delivery.kept(), journal, clock);
    opened.add(bulk);
    extensions.restore(Boolean.getBoolean("postern.withoutExtensions"));
    extensions.list().stream()
        .filter(extension -> extension.state() == State.UNDEPLOYED)
        .forEach(extension -> logging.forget(extension.name()));
    delivery.start();
    opened.add(() -> delivery.close(Duration.ZERO));
    AtomicReference<Settings> before = new AtomicReference<>(settings.now());
    settings.watch(
        changed ->
            delivery.rerouted(new ProbeRoutes(StaticRoutes.of(before.getAndSet(changed)), probes)));
    reception =
        new Reception(
            settings, callouts, probes, routes::leads, spool, queued(delivery), recorder, clock);
    reception.open();
    opened.add(() -> reception.close(Duration.ZERO));
    // Behind the listeners: it waits for the spool, and what is accepted meanwhile has its tickets.
    // A
    // second ticket for such a message finds nothing to do.
    delivery.recover();
    health =
        new HealthWatch(
                notices,
                spool,
                journal,
                reception,
                new FolderWatch(notices, data),
                new CopyWatch(notices, server.copies(), server.background()))
            .start();
    opened.add(health);
    series.start();
    selfTest =
        new SelfTest(
            new SelfTest.Context(
                reception::addresses,
                probes,
                spool,
                journal.search(),
                server.database(),
                extensions::list,
                callouts::activity,
                server.background(),
                sink ->
                    delivery.forget(
                        Destination.of(
                            new NextHop(sink.getAddress().getHostAddress(), sink.getPort())))),
            clock);
  }

  private static AcceptedSink queued(Delivery delivery) {
    return new AcceptedSink() {
      @Override
      public Optional<Hold> hold(Envelope envelope) {
        return delivery.hold(envelope);
      }

      @Override
      public void accepted(SpoolId id, Envelope envelope, Optional<Hold> hold) {
        delivery.accepted(id, envelope, hold);
      }
    };
  }

  private ExtensionPolicy policy(String extension) {
    return Optional.ofNullable(settings.now().extensions().get(extension))
        .map(ExtensionPolicy::of)
        .orElse(ExtensionPolicy.DEFAULT);
  }

  private Reading reading(Path spoolFolder) {
    GatewayStatus.Counts counts = totals.counts();
    return new Reading(
        counts.accepted(),
        counts.delivered(),
        counts.deferred(),
        counts.failed(),
        counts.rejected(),
        spool.counts().waiting(),
        spoolFolder.toFile().getUsableSpace());
  }

  private Duration loggingTime(String extension) {
    return Optional.ofNullable(settings.now().extensions().get(extension))
        .map(ExtensionEntry::loggingTime)
        .orElse(Settings.LOGGING_TIME);
  }

  /** The line that begins with {@code postern ready}. */
  String readyLine() {
    StringBuilder line = new StringBuilder("postern ready smtp=");
    List<InetSocketAddress> addresses = reception.addresses();
    for (int i = 0; i < addresses.size(); i++) {
      line.append(i == 0 ? "" : ",").append(Addresses.shown(addresses.get(i)));
    }
    Settings.Admin admin = settings.now().admin();
    return line.append(" admin=https://")
        .append(Addresses.shown(admin.address(), admin.port()))
        .append('/')
        .toString();
  }

  @Override
  public SettingsInForce settings() {
    return settings;
  }

  @Override
  public SettingsHistory history() {
    return history;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public JournalIndex search() {
    return search;
  }

  @Override
  public Notices notices() {
    return notices;
  }

  @Override
  public GatewayStatus.Counts counts() {
    return totals.counts();
  }

  @Override
  public Series series() {
    return series;
  }

  @Override
  public Spool spool() {
    return spool;
  }

  @Override
  public CalloutRegistry callouts() {
    return callouts;
  }

  @Override
  public LoggingCallouts logging() {
    return logging;
  }

  @Override
  public Extensions extensions() {
    return extensions;
  }

  @Override
  public Exports exports() {
    return exports;
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public Delivery delivery() {
    return delivery;
  }

  @Override
  public BulkDecisions bulk() {
    return bulk;
  }

  @Override
  public Reception reception() {
    return reception;
  }

  @Override
  public SelfTest selfTest() {
    return selfTest;
  }

  @Override
  public Updates updates() {
    return updates;
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public boolean closing() {
    return closing;
  }

  @Override
  public void close() {
    closing = true;
    RuntimeException failed = new IllegalStateException("the gateway did not close in order");
    closeQuietly(() -> reception.close(FINISH_TRANSACTIONS), failed);
    closeQuietly(bulk, failed);
    closeQuietly(() -> delivery.close(FINISH_ATTEMPTS), failed);
    for (AutoCloseable part :
        List.of(
            health, archives, logging, callouts, dataWatch, search, spool, exports, journal,
            series)) {
      closeQuietly(part, failed);
    }
    dataWatch.closed();
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }

  private static void closeQuietly(AutoCloseable part, Throwable reason) {
    try {
      part.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason.addSuppressed(e);
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }
}
