package io.postern.launcher;

import io.postern.command.CommandRunner;
import io.postern.command.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code postern run}: checks, boots the server, deploys and opens the gateway, waits for the
 * signal to stop, and goes the same way back.
 *
 * <p>Exit codes: 0 after a stop in order, 2 when options or configuration are wrong, 1 when
 * something else kept the gateway from starting, 70 when it was broken while it ran (see {@link
 * ProcessWatch}), 3 when the JVM ran out of memory.
 */
public final class Launcher {

  private static final String APPLICATION = "postern";
  private static final String RESOURCE_ADAPTER = "imqjmsra";

  /** For the gateway to finish its transactions. */
  private static final Duration CLOSING = Duration.ofSeconds(20);

  /** For the server after that; then the process ends without it. */
  private static final Duration STOPPING = Duration.ofSeconds(25);

  private static final Duration LOOK = Duration.ofMillis(500);

  private final Console console;
  private final Product product;
  private final StopSignal stop;

  private Launcher(Console console, Product product, StopSignal stop) {
    this.console = console;
    this.product = product;
    this.stop = stop;
  }

  public static void main(String[] arguments) {
    Console console = Console.ofProcess();
    RunCommand command =
        new RunCommand(
            options ->
                new Launcher(console, Product.ofThisClass(), StopSignal.install()).run(options));
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(List.of(arguments));
    System.exit(CommandRunner.of("run", command, console.terminal()).run(words));
  }

  private int run(Options options) {
    options.publish();
    Thread.ofPlatform().daemon().name("signal-bound").start(this::endAfterSignal);
    StartUp wanted = StartUp.of(options, new SettingsCheck(product).read(options.config()));
    try (DataLock lock = wanted.data().take()) {
      new FormatCheck(product).require(wanted.data());
      StartUp startUp = wanted.withFreePorts();
      StartNotices notices = new StartNotices(startUp.data().damaged(), Instant.now());
      startUp.data().prepare(notices);
      startLog(startUp.data());
      prepareDatabase(startUp);
      startUp.publish();
      console.say("postern " + product.version() + " starting, data in " + startUp.data().root());
      GatewayBean gateway = new GatewayBean();
      ProcessWatch watch =
          new ProcessWatch(
              console,
              gateway,
              startUp.admin(),
              ServiceManager.ofEnvironment(System.getenv(), ProcessHandle.current().pid()));
      watch.guardExit();
      try (Announcement announcement =
          Announcement.begin(
              startUp.data(), startUp.admin(), options.train() ? Map.of() : System.getenv())) {
        return serve(options, startUp, gateway, watch, notices, announcement);
      } finally {
        watch.stopping();
      }
    }
  }

  private void prepareDatabase(StartUp startUp) {
    if (!startUp.database().isOurs(startUp.data())) {
      return;
    }
    try {
      new ControlDatabase(product, startUp.data()).prepare();
    } catch (NotStarted e) {
      throw logged(e, startUp.data().log().resolve("server.log"));
    }
  }

  private int serve(
      Options options,
      StartUp startUp,
      GatewayBean gateway,
      ProcessWatch watch,
      StartNotices notices,
      Announcement announcement) {
    Path log = startUp.data().log().resolve("server.log");
    Server server;
    try {
      server = boot(startUp, notices);
      notices.publish();
    } catch (NotStarted e) {
      throw logged(e, log);
    }
    boolean opened = false;
    try {
      String error = "";
      if (!stop.hasCome()) {
        error = server.deploy(APPLICATION, product.gateway());
      }
      if (!stop.hasCome()) {
        FirstSignIn firstSignIn = new FirstSignIn(startUp.data());
        String ready = open(gateway, error, firstSignIn);
        opened = true;
        announcement.ready(ready);
        printPassword(gateway, firstSignIn);
        String line = ready.isEmpty() ? gateway.refusingLine() : ready;
        console.say(line);
        watch.ready(line, new AdminListener(server.commands()));
        if (ready.isEmpty()) {
          awaitReady(gateway, announcement);
        }
        if (!options.train()) {
          stop.await();
        }
      }
      watch.stopping();
      console.say("postern stopping");
    } catch (NotStarted e) {
      throw logged(e, log);
    } finally {
      stopAll(gateway, opened, server);
    }
    console.say("postern stopped");
    return 0;
  }

  /** The gateway opens by itself when somebody has decided; until then only its page is there. */
  private void awaitReady(GatewayBean gateway, Announcement announcement) {
    String ready = "";
    while (ready.isEmpty() && !stop.hasComeWithin(LOOK)) {
      ready = gateway.readyLine();
    }
    if (!ready.isEmpty()) {
      announcement.ready(ready);
      console.say(ready);
    }
  }

  /**
   * The first user may be there already when a first start fails; no later one has the password.
   */
  private String open(GatewayBean gateway, String error, FirstSignIn firstSignIn) {
    try {
      return gateway.open(error);
    } catch (NotStarted e) {
      try {
        printPassword(gateway.takeFirstPassword(), false, firstSignIn);
      } catch (NotStarted unknown) {
        e.addSuppressed(unknown);
      }
      throw e;
    }
  }

  private void printPassword(GatewayBean gateway, FirstSignIn firstSignIn) {
    boolean reset = firstSignIn.resetWanted();
    printPassword(
        reset ? gateway.resetFirstPassword() : gateway.takeFirstPassword(), reset, firstSignIn);
  }

  private void printPassword(String password, boolean reset, FirstSignIn firstSignIn) {
    if (!password.isEmpty()) {
      firstSignIn.keep(password);
      console.say(
          "postern "
              + (reset ? "password reset" : "first start")
              + ": log in as "
              + FirstSignIn.USER
              + " with the password "
              + password
              + " and choose another");
    }
  }

  private Server boot(StartUp startUp, StartNotices notices) {
    AdminCertificate certificate = new AdminCertificate(startUp.data(), notices);
    certificate.provide(startUp.admin().address(), Instant.now());
    Broker broker = new Broker(product.brokerHome(), startUp.data().broker());
    try {
      broker.configure(notices);
    } catch (IOException e) {
      throw NotStarted.failed(
          "cannot write the broker's configuration in " + startUp.data().broker(), e);
    }
    ServerConfiguration configuration = new ServerConfiguration(startUp, broker);
    Server server = Server.boot(product, startUp.data(), certificate, configuration);
    try {
      server.deploy(RESOURCE_ADAPTER, product.resourceAdapter());
      configuration.afterAdapter(server.commands());
      return server;
    } catch (NotStarted e) {
      server.stop(APPLICATION);
      throw e;
    }
  }

  private void stopAll(GatewayBean gateway, boolean opened, Server server) {
    if (opened && !gateway.close(CLOSING)) {
      console.printError(
          "the gateway did not finish its transactions within "
              + CLOSING.toSeconds()
              + " s; stopping without them, their clients try again");
    }
    Thread.ofPlatform().daemon().name("stop-bound").start(() -> endAfter(STOPPING));
    server.stop(APPLICATION);
  }

  /** Also while the gateway opens, which takes as long as the start of its extensions does. */
  private void endAfterSignal() {
    stop.await();
    endAfter(CLOSING.plus(STOPPING));
  }

  private void endAfter(Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    for (long left; (left = end - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
      // Else the next call would return at once.
      Thread.interrupted();
    }
    console.printError(
        "the server did not stop within " + bound.toSeconds() + " s; ending the process");
    Runtime.getRuntime().halt(ExitCode.FAILURE);
  }

  private void startLog(DataFolder data) {
    try {
      ServerLog.start(data.log(), data.server().resolve("logging.properties"), console);
    } catch (IOException e) {
      throw NotStarted.failed("cannot write the log in " + data.log() + "; not started", e);
    }
  }

  /** The trace goes to the log, and the line says where that is. */
  private static NotStarted logged(NotStarted e, Path log) {
    ServerLog.record("not started: " + e.line(), e);
    return e.exitCode() == ExitCode.USAGE
        ? e
        : NotStarted.failed(e.line() + " (details in " + log + ")");
  }
}
