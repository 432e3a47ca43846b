package io.postern.gateway.callout.cdi;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server whose calls end: each runs on a thread of its own, because the code of an extension runs
 * in it and may wait or loop for ever. A call that is late fails, its thread is interrupted, and
 * what it deploys all the same is taken out when it returns. An interrupt of the calling thread is
 * ignored: extensions have interrupted every thread they found.
 *
 * <p>The server starts web applications one at a time, so a thread that goes on after its interrupt
 * keeps others from starting; they are refused at once until it returns.
 */
public final class BoundedServer implements ServerDeployer {

  private static final Logger LOG = System.getLogger(BoundedServer.class.getPackageName());
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(3);

  private final ServerDeployer server;
  private final Duration longest;
  private final Notices notices;
  private volatile @Nullable String hanging;

  /**
   * @param longest for a deployment, and for an undeployment
   */
  public BoundedServer(ServerDeployer server, Duration longest, Notices notices) {
    this.server = server;
    this.longest = longest;
    this.notices = notices;
  }

  @Override
  public void deploy(String application, Path archive, String contextRoot) {
    String before = hanging;
    if (before != null) {
      throw new IllegalStateException(
          "the start of "
              + before
              + " hangs in the server, which starts no other extension until the gateway is"
              + " restarted; restart it, with run --without-extensions if that start hangs again");
    }
    bounded(
        application,
        "start",
        () -> server.deploy(application, archive, contextRoot),
        () -> {
          hanging = null;
          undeployLate(application);
        });
  }

  @Override
  public void undeploy(String application) {
    bounded(application, "stop", () -> server.undeploy(application), () -> {});
  }

  @Override
  public Set<String> applications() {
    return server.applications();
  }

  private void bounded(String application, String what, Runnable work, Runnable whenLate) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("postern-extension-" + what + "-" + application)
            .start(
                () -> {
                  try {
                    work.run();
                    done.complete(null);
                  } catch (Throwable t) {
                    done.completeExceptionally(t);
                  }
                });
    if (hasEnded(done, longest)) {
      rethrow(done);
      return;
    }
    thread.interrupt();
    if (!hasEnded(done, AFTER_INTERRUPT)) {
      boolean start = what.equals("start");
      String key = "extension." + application + "." + what + "-hangs";
      notices.raise(
          key,
          Notice.Effect.WARNING,
          "the %s of extension %s did not end within %d s and was given up; its thread still runs"
                  .formatted(what, application, longest.toSeconds())
              + " and ends with the gateway at the latest"
              + (start
                  ? "; until then no other extension can be started: restart the gateway, with run"
                      + " --without-extensions if the start hangs again"
                  : ""));
      hanging = start ? application : hanging;
      done.whenComplete(
          (nothing, failure) -> {
            notices.clear(key);
            whenLate.run();
          });
      if (start) {
        throw new StartHangs("its start did not end within %d s".formatted(longest.toSeconds()));
      }
    }
    throw new IllegalStateException(
        "its %s did not end within %d s".formatted(what, longest.toSeconds()));
  }

  private void undeployLate(String application) {
    try {
      if (server.applications().contains(application)) {
        server.undeploy(application);
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "extensions: cannot undeploy {0}, which was started too late ({1}); it is not asked, and"
              + " is removed at the next start",
          application,
          Refusal.of(e));
    }
  }

  private static boolean hasEnded(CompletableFuture<Void> done, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (true) {
      // Cleared here, as a future that is done is got without a look at the interrupt.
      if (Thread.interrupted()) {
        LOG.log(
            Level.WARNING,
            "extensions: interrupted while an extension starts or stops; waiting all the same");
      }
      try {
        done.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        return true;
      } catch (ExecutionException e) {
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void rethrow(CompletableFuture<Void> done) {
    switch (done.handle((nothing, failure) -> failure).join()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable t -> throw new IllegalStateException(t);
    }
  }
}
