package io.postern.gateway.assembly;

import io.postern.gateway.access.Users;
import io.postern.gateway.callout.cdi.ExtensionArchives;
import io.postern.gateway.controldb.DatabaseCopies;
import io.postern.gateway.controldb.DatabaseProbe;
import io.postern.gateway.controldb.LivedFolder;
import io.postern.gateway.controldb.Schema;
import io.postern.gateway.operation.GatewayNotReady;
import io.postern.gateway.settings.Overrides;
import io.postern.gateway.settings.SettingsHistory;
import io.postern.gateway.settings.SettingsRefused;
import io.postern.gateway.settings.SettingsRevisions;
import io.postern.gateway.settings.SettingsStart;
import io.postern.gateway.thread.UninterruptibleThread;
import io.postern.runtime.DeployedArchives;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The application's beginning and end in the server: registers the MBean by which the launcher
 * opens and closes the gateway. On a server without our launcher it opens the gateway itself when
 * the deployment is through.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class GatewayApplication {

  private static final Logger LOG = System.getLogger(GatewayApplication.class.getPackageName());

  private static final long REFUSAL_LOOK_MILLIS = 500;

  @EJB private SettingsRevisions revisions;
  @EJB private Users users;
  @EJB private ExtensionArchives archives;
  @EJB private DatabaseProbe probe;

  @Resource(lookup = "jdbc/postern")
  private DataSource database;

  @Resource(lookup = "concurrent/postern-manipulation")
  private ManagedExecutorService manipulation;

  @Resource private ManagedExecutorService background;

  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable Gateway gateway;
  private volatile @Nullable DeployedArchives deployed;
  private volatile boolean ended;
  private volatile Optional<String> firstPassword = Optional.empty();
  private volatile Optional<StartRefusal> refusal = Optional.empty();

  @PostConstruct
  void begin() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new StandardMBean(new Bean(), GatewayMXBean.class, true), name());
    } catch (JMException e) {
      throw new IllegalStateException("gateway: cannot register its MBean", e);
    }
    if (System.getProperty("postern.launcher") == null) {
      background.execute(this::openAlone);
    }
  }

  @PreDestroy
  void end() {
    ended = true;
    close();
    DeployedArchives held = deployed;
    if (held != null) {
      held.close();
    }
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name());
    } catch (JMException e) {
      LOG.log(Level.WARNING, "gateway: cannot unregister its MBean ({0})", e.toString());
    }
  }

  /** The gateway when it is open. Public, as the container offers nothing else of a bean. */
  public Optional<Gateway> gateway() {
    return Optional.ofNullable(gateway);
  }

  public boolean ending() {
    return ended;
  }

  /** Why the gateway does not open until an administrator decides; empty when it does. */
  public Optional<StartRefusal> refusal() {
    return refusal;
  }

  /**
   * An administrator agrees to go on without what is lost; the gateway opens a moment later.
   *
   * @throws GatewayNotReady when the gateway does not wait for that
   */
  public void acceptLoss(String actor) {
    StartRefusal refused =
        refusal.orElseThrow(() -> new GatewayNotReady("no loss waits to be accepted"));
    try {
      LossAcceptance.give(refused.data(), actor);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "gateway: cannot write %s in %s".formatted(LossAcceptance.FILE, refused.data()), e);
    }
  }

  public Users users() {
    return users;
  }

  private void openAlone() {
    try {
      open();
      Gateway opened = gateway;
      LOG.log(Level.INFO, opened == null ? "gateway: not open" : opened.readyLine());
      firstPassword.ifPresent(
          password ->
              LOG.log(
                  Level.WARNING,
                  "gateway: there was no user; reset the password of {0} to log in",
                  Users.FIRST));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "gateway: cannot open ({0}); no mail is taken", e.getMessage());
    }
  }

  private void open() {
    changing.lock();
    try {
      if (gateway != null || ended) {
        return;
      }
      Schema.migrate(database);
      Clock clock = Clock.systemUTC();
      SettingsStart start = SettingsHistory.atStart(revisions, Overrides.ofThisProcess(), clock);
      LOG.log(Level.INFO, "settings: {0}", start.line());
      LivedFolder folder = new LivedFolder(start.settings().data());
      if (users.isEmpty()) {
        folder.requireFirstStart();
        firstPassword = users.createFirst();
      }
      folder.begun();
      Gateway.Server server =
          new Gateway.Server(
              deployed(),
              archives,
              revisions,
              new ProbedDatabase(probe),
              new DatabaseCopies(database),
              manipulation,
              background);
      try {
        gateway = Gateway.open(start, server, clock);
        refusal = Optional.empty();
      } catch (LossNotAccepted e) {
        refuse(new StartRefusal(start.settings(), String.valueOf(e.getMessage()), clock.instant()));
      }
    } catch (SettingsRefused e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } finally {
      changing.unlock();
    }
  }

  /** The administration stays open, so that somebody can decide; then the gateway opens. */
  private void refuse(StartRefusal refused) {
    boolean waits = refusal.isPresent();
    refusal = Optional.of(refused);
    if (!waits) {
      UninterruptibleThread.started("postern-refusal", this::awaitDecision);
    }
  }

  private void awaitDecision() {
    for (Optional<StartRefusal> refused = refusal;
        refused.isPresent() && !ended;
        refused = refusal) {
      if (refused.get().isOver()) {
        openAgain(refused.get());
      }
      try {
        Thread.sleep(REFUSAL_LOOK_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("this thread ignores interrupts", e);
      }
    }
  }

  /**
   * What prevents the opening now takes the place of the reason that was shown before. A loss that
   * was accepted stays accepted until the gateway is open.
   */
  private void openAgain(StartRefusal refused) {
    Optional<String> actor = Optional.empty();
    try {
      actor = LossAcceptance.actor(refused.data());
      open();
    } catch (IOException | RuntimeException e) {
      StartRefusal now =
          refused.because("gateway: cannot open (" + e.getMessage() + "); no mail is taken");
      if (!now.equals(refused)) {
        LOG.log(Level.ERROR, now.reason() + "; trying again until it works", e);
      }
      refusal = Optional.of(now);
      if (!refused.isOver()) {
        actor.ifPresent(name -> keepAcceptance(refused.data(), name));
      }
    }
  }

  /** The opening took it away and ended before the spool was begun. */
  private static void keepAcceptance(Path data, String actor) {
    try {
      LossAcceptance.give(data, actor);
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "gateway: cannot write {0} in {1} ({2}); the loss has to be accepted again",
          LossAcceptance.FILE,
          data,
          e);
    }
  }

  /** Taken at the first opening, before any extension is deployed; kept as long as this runs. */
  private DeployedArchives deployed() {
    DeployedArchives held = deployed;
    if (held == null) {
      held = DeployedArchives.take();
      deployed = held;
    }
    return held;
  }

  private void close() {
    changing.lock();
    try {
      Gateway open = gateway;
      gateway = null;
      if (open != null) {
        open.close();
      }
    } finally {
      changing.unlock();
    }
  }

  private static ObjectName name() throws JMException {
    return new ObjectName(GatewayMXBean.NAME);
  }

  /** Plain, so that JMX sees no container proxy. */
  private final class Bean implements GatewayMXBean {

    @Override
    public void open() {
      GatewayApplication.this.open();
    }

    @Override
    public void close() {
      GatewayApplication.this.close();
    }

    @Override
    public String getReadyLine() {
      Gateway open = gateway;
      return open == null ? "" : open.readyLine();
    }

    @Override
    public String getRefusingLine() {
      return refusal.map(StartRefusal::line).orElse("");
    }

    @Override
    public String getEndedThread() {
      Gateway open = gateway;
      return open == null ? "" : open.health.endedThread().orElse("");
    }

    @Override
    public String check() {
      Gateway open = gateway;
      try {
        return open == null ? "" : open.health.check().orElse("");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "the check was interrupted";
      }
    }

    @Override
    public String takeFirstPassword() {
      String password = firstPassword.orElse("");
      firstPassword = Optional.empty();
      return password;
    }

    @Override
    public String resetFirstPassword() {
      firstPassword = Optional.empty();
      return users.resetFirst();
    }
  }
}
