package io.postern.launcher;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the process from being half alive: ends it at once when a thread has ended without which
 * the gateway cannot work, when the administration's listener is gone and cannot be opened again,
 * or when anything but the launcher exits; and reports to the service manager's watchdog only while
 * listeners, spool and administration answer.
 */
final class ProcessWatch {

  /** Exit code after such an end: the service manager starts the process again. */
  static final int BROKEN = 70;

  private static final Duration FAULT_PERIOD = Duration.ofSeconds(1);
  private static final Duration LONGEST_PERIOD = Duration.ofSeconds(15);
  private static final Duration ADMIN_TIME = Duration.ofSeconds(20);

  /** Every so many looks at the threads, one at the administration's port. */
  private static final int ADMIN_ROUNDS = 2;

  /** So often the administration's listener is opened again before the process ends. */
  private static final int MOST_REFUSALS = 5;

  private final Console console;
  private final GatewayBean gateway;
  private final AdminProbe admin;
  private final ServiceManager manager;
  private final Duration period;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private String lastProblem = "";

  ProcessWatch(Console console, GatewayBean gateway, Endpoint admin, ServiceManager manager) {
    this.console = console;
    this.gateway = gateway;
    this.admin = new AdminProbe(admin, ADMIN_TIME);
    this.manager = manager;
    Duration third = manager.watchdog().orElse(LONGEST_PERIOD).dividedBy(3);
    this.period = third.compareTo(LONGEST_PERIOD) < 0 ? third : LONGEST_PERIOD;
  }

  /** From now on an exit that is not the launcher's is a failure, whatever code it gives. */
  void guardExit() {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("postern-exit")
                .unstarted(
                    () -> {
                      if (stopping.getCount() > 0) {
                        end("something in the process, perhaps an extension, has ended it");
                      }
                    }));
  }

  /**
   * The gateway takes mail, or waits for an administrator to decide; reports so, and begins to
   * watch.
   *
   * @param listener opened again when it is gone
   */
  void ready(String line, AdminListener listener) {
    manager.send("READY=1\nSTATUS=" + line);
    Thread.ofPlatform().daemon().name("postern-threads").start(() -> watchThreads(listener));
    Thread.ofPlatform().daemon().name("postern-watchdog").start(this::feedWatchdog);
  }

  /** The launcher is about to end the process itself. */
  void stopping() {
    if (stopping.getCount() > 0) {
      stopping.countDown();
      manager.send("STOPPING=1");
    }
  }

  private void watchThreads(AdminListener listener) {
    int refusals = 0;
    for (int round = 1; !isStopping(FAULT_PERIOD); round++) {
      String ended = gateway.endedThread();
      if (!ended.isEmpty() && stopping.getCount() > 0) {
        end(ended);
      }
      if (round % ADMIN_ROUNDS == 0) {
        refusals = admin.isRefused() ? refusals + 1 : 0;
        if (refusals > 0 && stopping.getCount() > 0) {
          reopen(listener, refusals);
        }
      }
    }
  }

  private void reopen(AdminListener listener, int refusals) {
    if (refusals > MOST_REFUSALS) {
      end("nobody listens for the administration any more");
    }
    console.printError(
        "nobody listens for the administration any more; opening its listener again");
    try {
      listener.reopen();
    } catch (RuntimeException e) {
      console.printError(
          "cannot open the administration's listener again (" + NotStarted.reason(e) + ")");
    }
  }

  private void feedWatchdog() {
    while (!isStopping(period)) {
      Optional<String> problem = problem();
      if (problem.isEmpty()) {
        manager.send("WATCHDOG=1");
      }
      report(problem.orElse(""));
    }
  }

  private Optional<String> problem() {
    try {
      String said = gateway.check();
      return said.isEmpty() ? admin.check() : Optional.of(said);
    } catch (RuntimeException e) {
      return Optional.of("the gateway cannot be checked (" + NotStarted.reason(e) + ")");
    }
  }

  /** Each change once. */
  private void report(String problem) {
    if (problem.equals(lastProblem) || stopping.getCount() == 0) {
      return;
    }
    lastProblem = problem;
    if (problem.isEmpty()) {
      console.printError("listeners, spool and administration answer again");
    } else {
      console.printError(
          problem
              + (manager.watchdog().isPresent()
                  ? "; the watchdog ends the process unless that changes"
                  : ""));
    }
  }

  private boolean isStopping(Duration within) {
    try {
      return stopping.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // An extension may interrupt any thread; this one ends with the launcher's own word alone.
      return stopping.getCount() == 0;
    }
  }

  private void end(String why) {
    try {
      console.printError(why + "; ending the process with exit code " + BROKEN);
      ServerLog.record(why, new IllegalStateException("the process ended itself"));
    } finally {
      Runtime.getRuntime().halt(BROKEN);
    }
  }
}
