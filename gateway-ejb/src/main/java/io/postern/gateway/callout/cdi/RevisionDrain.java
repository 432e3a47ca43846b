package io.postern.gateway.callout.cdi;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes revisions that are asked no more out of the server, as soon as no transaction that began
 * with them is left, at the latest after a bound. One at a time: the next deployment waits for the
 * last removal, so that the server never holds many revisions.
 */
final class RevisionDrain {

  private static final Logger LOG = System.getLogger(RevisionDrain.class.getPackageName());

  private final ServerDeployer server;
  private final ServerFiles files;
  private final ActiveRevisions active;
  private final Executor background;
  private final Duration longest;
  private volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  RevisionDrain(
      ServerDeployer server,
      ServerFiles files,
      ActiveRevisions active,
      Executor background,
      Duration longest) {
    this.server = server;
    this.files = files;
    this.active = active;
    this.background = background;
    this.longest = longest;
  }

  /** Begins; the application's callouts are no longer asked by new transactions. */
  void begin(String application) {
    CompletableFuture<Void> drained = active.drained(application);
    CompletableFuture<Void> done = new CompletableFuture<>();
    last = done;
    Runnable work =
        () -> {
          try {
            awaitDrained(application, drained);
            remove(application);
          } finally {
            done.complete(null);
          }
        };
    try {
      background.execute(work);
    } catch (RejectedExecutionException e) {
      work.run();
    }
  }

  /** Waits for what was begun before. */
  void await() {
    last.join();
  }

  /** Takes an application out of the server and deletes its file; failures are logged. */
  void remove(String application) {
    try {
      server.undeploy(application);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "extensions: cannot undeploy {0} ({1}); it is asked no more, and is removed at the next"
              + " start",
          application,
          Refusal.of(e));
    }
    files.delete(application);
  }

  private void awaitDrained(String application, CompletableFuture<Void> drained) {
    try {
      drained.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.log(
          Level.WARNING,
          "extensions: transactions of {0} did not end within {1} s; undeploying it all the same",
          application,
          longest.toSeconds());
    } catch (ExecutionException e) {
      LOG.log(
          Level.WARNING,
          "extensions: the callouts lost track of {0} ({1}); undeploying it",
          application,
          Refusal.of(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.log(
          Level.WARNING,
          "extensions: interrupted while waiting for transactions of {0}; undeploying it",
          application);
    }
  }
}
