package io.postern.gateway.callout;

import io.postern.gateway.callout.message.NewContent;
import io.postern.gateway.callout.worker.CalloutNotices;
import io.postern.gateway.callout.worker.LostThread;
import io.postern.gateway.callout.worker.LostThreads;
import io.postern.gateway.callout.worker.Shown;
import io.postern.gateway.callout.worker.Supervisor;
import io.postern.gateway.callout.worker.Thrown;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.spi.DeployedArchive;
import io.postern.spi.DeployedArchives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The door's implementation: follows the deployed archives and publishes, for every change, one
 * snapshot of all callouts in force. Thread-safe.
 *
 * <p>An application named {@code spam--r12} is revision 12 of the extension {@code spam} and is
 * asked only when {@link #activate activated}; any other application is asked as soon as it is
 * deployed, unless a revision of the same extension is activated or it is {@link #exclude
 * excluded}. To replace a revision: deploy the new one, activate it, wait until the old one is
 * {@link #drained}, undeploy it.
 */
public final class CalloutRegistry implements Callouts, AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  /** For archives undeployed without asking us first; transactions end within this time or fail. */
  private static final Duration UNDEPLOY_PATIENCE = Duration.ofSeconds(10);

  private final Function<String, ExtensionTerms> terms;
  private final NewContent newContent;
  private final Consumer<CalloutFailure> failures;
  private final CalloutNotices notices;
  private final LostThreads lostThreads;
  private final Supervisor validation;
  private final Supervisor manipulation;
  private final Runnable unwatch;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<DeployedArchive, Archive> archives = new IdentityHashMap<>();
  private final List<Snapshot> inUse = new ArrayList<>();
  private final Map<String, CompletableFuture<Void>> draining = new HashMap<>();
  private Selection selection = Selection.NONE;
  private Map<String, Set<String>> missing = Map.of();

  private volatile Snapshot current;

  /**
   * Resolves what is deployed and follows every change from then on.
   *
   * @param terms by extension name; see {@link #refresh}
   * @param newContent where changed bodies are written
   * @param failures told of every callout that failed, on a thread mail waits for: must neither
   *     block nor throw
   * @param notices gets the open breakers and the threads lost to callouts
   * @param manipulation the server's managed executor; offers a thread for each of the workers
   * @param manipulationWorkers how many manipulation callouts run at once
   */
  public CalloutRegistry(
      Function<String, ExtensionTerms> terms,
      NewContent newContent,
      Consumer<CalloutFailure> failures,
      Notices notices,
      Executor manipulation,
      int manipulationWorkers) {
    this.terms = terms;
    this.newContent = newContent;
    this.failures = failures;
    this.notices = new CalloutNotices(notices);
    this.lostThreads = new LostThreads(notices);
    this.validation = Supervisor.onVirtualThreads("postern-validation");
    this.manipulation =
        Supervisor.onPool("postern-manipulation", manipulationWorkers, manipulation);
    this.current = snapshot(List.of());
    this.inUse.add(current);
    this.unwatch = DeployedArchives.watch(archivesThen -> archivesChanged());
  }

  @Override
  public CalloutSet open() {
    while (true) {
      Snapshot snapshot = current;
      if (snapshot.use()) {
        return new OpenSet(snapshot, newContent);
      }
    }
  }

  /**
   * Chooses the applications to be asked for some extensions; the others stay as they are. All of
   * it takes effect at once. An application that is not deployed yet is asked when it is; its
   * extension is not asked before.
   *
   * @param applications by extension name
   */
  public void activate(Map<String, String> applications) {
    locked(() -> selection = selection.with(applications));
  }

  /** Takes an application out, until it is activated or deployed again. */
  public void exclude(String application) {
    locked(() -> selection = selection.without(application));
  }

  /**
   * The extensions that should be deployed and are not, in place of those of the last call. From
   * now on the failure policy of each is applied at its stages, as if it were late every time.
   *
   * @param events by extension name, the class names of the events that it observes; those of no
   *     stage do nothing here
   */
  public void missing(Map<String, Set<String>> events) {
    locked(() -> missing = Map.copyOf(events));
  }

  /** Reads the terms of all extensions again, as the settings have changed. */
  public void refresh() {
    locked(() -> {});
  }

  /**
   * Completes when no open set holds the application any more and no new one will. Threads lost to
   * its callouts are not waited for.
   */
  public CompletableFuture<Void> drained(String application) {
    lock.lock();
    try {
      if (!isInUse(application)) {
        return CompletableFuture.completedFuture(null);
      }
      return draining.computeIfAbsent(application, a -> new CompletableFuture<>()).copy();
    } finally {
      lock.unlock();
    }
  }

  /** The stages an application has callouts for, by their events' names, with the callouts. */
  public Map<String, List<String>> callouts(String application) {
    return activity().stream()
        .filter(activity -> activity.application().equals(application))
        .collect(
            Collectors.toMap(
                ExtensionActivity::stage, ExtensionActivity::observers, (one, other) -> one));
  }

  /** What every deployed extension did, one element for each stage it has callouts for. */
  public List<ExtensionActivity> activity() {
    lock.lock();
    try {
      return archives.values().stream()
          .sorted(Comparator.comparing(Archive::application))
          .flatMap(archive -> archive.activity(current.holds(archive.application())).stream())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The threads lost to callouts, also of extensions that were undeployed; the oldest first. */
  public List<LostThread> lostThreads() {
    return lostThreads.list();
  }

  /** The logging callouts of every archive in force. */
  public List<LoggingObservers> loggingObservers() {
    lock.lock();
    try {
      return archives.values().stream()
          .filter(archive -> selection.takes(archive.application(), archive.name()))
          .sorted(Comparator.comparing(Archive::application))
          .flatMap(archive -> archive.loggingObservers().stream())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Runs on the deploying thread, which waits while sets in use still hold what it removes. */
  private void archivesChanged() {
    List<Archive> removed = new ArrayList<>();
    locked(
        () -> {
          List<DeployedArchive> now = DeployedArchives.now();
          archives
              .entrySet()
              .removeIf(
                  entry -> {
                    boolean gone = now.stream().noneMatch(archive -> archive == entry.getKey());
                    if (gone) {
                      removed.add(entry.getValue());
                    }
                    return gone;
                  });
          for (DeployedArchive archive : now) {
            archives.computeIfAbsent(archive, this::resolved);
          }
          selection =
              selection.excludingOnly(
                  now.stream().map(DeployedArchive::application).collect(Collectors.toSet()));
        });
    removed.forEach(archive -> awaitDrained(archive.application()));
    removed.forEach(Archive::drop);
    if (!removed.isEmpty()) {
      validation.renew();
    }
  }

  private Archive resolved(DeployedArchive deployed) {
    try {
      return Archive.resolve(deployed, failures, notices, lostThreads);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "callout: cannot find the callouts of "
              + Shown.of(deployed.application())
              + " ("
              + Thrown.described(e)
              + "); it is not asked");
      return Archive.withoutCallouts(deployed, notices, lostThreads);
    }
  }

  private void awaitDrained(String application) {
    try {
      drained(application).get(UNDEPLOY_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "callout: "
              + Shown.of(application)
              + " is undeployed while transactions still use it; they follow its failure policy");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Changes something and puts the snapshot that follows from it in force. */
  private void locked(Runnable change) {
    Snapshot before;
    lock.lock();
    try {
      change.run();
      before = current;
      archives.values().stream()
          .filter(archive -> !selection.takes(archive.application(), archive.name()))
          .forEach(Archive::notAsked);
      Snapshot next =
          snapshot(
              archives.values().stream()
                  .filter(Archive::hasCallouts)
                  .filter(archive -> selection.takes(archive.application(), archive.name()))
                  .toList());
      inUse.add(next);
      current = next;
    } finally {
      lock.unlock();
    }
    before.release();
  }

  private Snapshot snapshot(List<Archive> asked) {
    record Allowed(Archive archive, ExtensionTerms terms) {}
    List<Allowed> ordered =
        asked.stream()
            .map(archive -> new Allowed(archive, terms.apply(archive.name().name())))
            .sorted(
                Comparator.comparingInt((Allowed allowed) -> allowed.terms().order())
                    .thenComparing(allowed -> allowed.archive().application()))
            .toList();
    Map<Stage, Chain> chains = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      List<Callout> callouts =
          ordered.stream()
              .flatMap(allowed -> allowed.archive().callouts(stage, allowed.terms()).stream())
              .toList();
      chains.put(
          stage,
          new Chain(callouts, missing(stage), stage.isManipulation() ? manipulation : validation));
    }
    return new Snapshot(
        chains,
        asked.stream().map(Archive::application).collect(Collectors.toSet()),
        this::snapshotDrained);
  }

  private List<MissingExtension> missing(Stage stage) {
    return missing.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(stage::isObservedAs))
        .map(Map.Entry::getKey)
        .sorted()
        .map(name -> new MissingExtension(name, terms.apply(name).onFailure()))
        .filter(extension -> extension.policy() != FailurePolicy.SKIP)
        .toList();
  }

  private void snapshotDrained(Snapshot snapshot) {
    List<CompletableFuture<Void>> complete = new ArrayList<>();
    lock.lock();
    try {
      inUse.remove(snapshot);
      draining
          .entrySet()
          .removeIf(
              entry -> {
                boolean drained = !isInUse(entry.getKey());
                if (drained) {
                  complete.add(entry.getValue());
                }
                return drained;
              });
    } finally {
      lock.unlock();
    }
    complete.forEach(future -> future.complete(null));
  }

  private boolean isInUse(String application) {
    return inUse.stream().anyMatch(snapshot -> snapshot.holds(application));
  }

  /** Follows no further change and lets its threads go; open sets can still be used. */
  @Override
  public void close() {
    unwatch.run();
    validation.close();
    manipulation.close();
  }
}
