package io.postern.gateway.callout;

import io.postern.gateway.callout.message.NewContent;
import io.postern.gateway.callout.worker.CalloutNotices;
import io.postern.gateway.callout.worker.LostThread;
import io.postern.gateway.callout.worker.LostThreads;
import io.postern.gateway.callout.worker.Supervisor;
import io.postern.gateway.notice.Notices;
import io.postern.text.Shown;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the deployed extensions and publishes, for every change, one snapshot of all callouts in
 * force, and another for the share of the transactions that has a canary. Thread-safe.
 *
 * <p>An extension that {@linkplain Extension#needsActivation needs activation} is asked only when
 * {@link #activate activated}; any other is asked as soon as it is deployed, unless a revision of
 * the same extension is activated or it is {@link #exclude excluded}. To replace a revision: deploy
 * the new one, activate it, wait until the old one is {@link #drained}, undeploy it.
 */
public final class CalloutRegistry implements Callouts, AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  /** For extensions undeployed without asking us first; transactions end within it or fail. */
  private static final Duration UNDEPLOY_PATIENCE = Duration.ofSeconds(10);

  /**
   * @param canary what the canary's share gets; the same as {@code all} when there is none
   */
  private record InForce(Snapshot all, Snapshot canary, Share share) {}

  private final NewContent newContent;
  private final Consumer<CalloutFailure> failures;
  private final CalloutNotices notices;
  private final LostThreads lostThreads;
  private final Supervisor validation;
  private final Supervisor manipulation;
  private final SnapshotBuilder builder;
  private final SnapshotsInUse inUse = new SnapshotsInUse();
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Extension, RegisteredExtension> extensions = new LinkedHashMap<>();
  private Selection selection = Selection.NONE;
  private Canary canary = Canary.NONE;
  private Map<String, Set<String>> missing = Map.of();

  private volatile InForce inForce;

  /**
   * Without extensions.
   *
   * @param policies by extension name; see {@link #refresh}
   * @param newContent where changed bodies are written
   * @param failures gets every callout that failed, on a thread mail waits for: must neither block
   *     nor throw
   * @param notices gets the open breakers and the threads lost to callouts
   * @param manipulation the server's managed executor; offers a thread for each of the workers
   * @param manipulationWorkers how many manipulation callouts run at once
   */
  public CalloutRegistry(
      Function<String, ExtensionPolicy> policies,
      NewContent newContent,
      Consumer<CalloutFailure> failures,
      Notices notices,
      Executor manipulation,
      int manipulationWorkers) {
    this.newContent = newContent;
    this.failures = failures;
    this.notices = new CalloutNotices(notices, "callout");
    this.lostThreads = new LostThreads(notices, "callout");
    this.validation = Supervisor.onVirtualThreads("postern-validation");
    this.manipulation =
        Supervisor.onPool("postern-manipulation", manipulationWorkers, manipulation);
    this.builder = new SnapshotBuilder(policies, validation, this.manipulation, inUse);
    Snapshot none = builder.of(List.of(), Map.of());
    this.inForce = new InForce(none, none, Share.NONE);
  }

  @Override
  public CalloutSet open(String session, int transaction, Map<String, Object> ofWatchers) {
    while (true) {
      InForce now = inForce;
      Snapshot snapshot = now.share().takes(session, transaction) ? now.canary() : now.all();
      if (snapshot.use()) {
        return new OpenSet(snapshot, newContent, transaction, ofWatchers, false);
      }
    }
  }

  @Override
  public CalloutSet openWatching(int transaction, Map<String, Object> ofWatchers) {
    while (true) {
      Snapshot snapshot = inForce.all();
      if (snapshot.use()) {
        return new OpenSet(snapshot, newContent, transaction, ofWatchers, true);
      }
    }
  }

  /** Extensions came, or are about to go; both take effect at once. */
  public void change(
      Collection<? extends Extension> added, Collection<? extends Extension> removed) {
    locked(
        () -> {
          for (Extension extension : removed) {
            RegisteredExtension gone = extensions.remove(extension);
            if (gone != null) {
              gone.notAsked();
            }
          }
          for (Extension extension : added) {
            extensions.put(
                extension, new RegisteredExtension(extension, failures, notices, lostThreads));
          }
          selection = selection.excludingOnly(revisions());
        });
    watchers.forEach(Runnable::run);
  }

  /**
   * Waits until no open set holds an extension that was removed, for some seconds at most;
   * transactions that still hold it then follow its failure policy. Nothing of it is referred to
   * afterwards.
   */
  public void awaitUnused(Extension removed) {
    try {
      drained(removed.revision()).get(UNDEPLOY_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "callout: "
              + Shown.of(removed.revision(), 300)
              + " is undeployed while transactions still use it; they follow its failure policy");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A transaction that ended meanwhile may have opened a breaker.
    notices.removed(removed.name(), removed.revision());
    validation.renew();
    manipulation.renew();
  }

  /** Runs something after every {@link #change}, on the thread that made it. */
  public void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  /** Whether a revision is registered. */
  public boolean isDeployed(String revision) {
    lock.lock();
    try {
      return revisions().contains(revision);
    } finally {
      lock.unlock();
    }
  }

  private Set<String> revisions() {
    return extensions.values().stream()
        .map(RegisteredExtension::revision)
        .collect(Collectors.toSet());
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
   * Gives a share of the transactions a set of its own, in which these revisions take the place of
   * the others of their extensions. Takes the place of the canary before.
   *
   * @param revisions by extension name
   */
  void canary(Map<String, String> revisions, Share share) {
    locked(() -> canary = new Canary(revisions, share));
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

  /** Reads the policies of all extensions again, as the settings have changed. */
  public void refresh() {
    locked(() -> {});
  }

  /**
   * Completes when no open set holds the application any more and no new one will. Threads lost to
   * its callouts are not waited for.
   */
  public CompletableFuture<Void> drained(String application) {
    return inUse.without(application);
  }

  /** The stages an application has callouts for, by their events' names, with the callouts. */
  public Map<String, List<String>> callouts(String application) {
    return activity().stream()
        .filter(activity -> activity.application().equals(application))
        .collect(
            Collectors.toMap(
                activity -> activity.callout().stage(),
                ExtensionActivity::observers,
                (one, other) -> one));
  }

  /** What every deployed extension did, one element for each stage it has callouts for. */
  public List<ExtensionActivity> activity() {
    lock.lock();
    try {
      InForce now = inForce;
      return sorted()
          .flatMap(
              extension ->
                  extension
                      .activity(
                          now.all().holds(extension.revision())
                              || now.canary().holds(extension.revision()))
                      .stream())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private Stream<RegisteredExtension> sorted() {
    return extensions.values().stream().sorted(Comparator.comparing(RegisteredExtension::revision));
  }

  /** The threads lost to callouts, also of extensions that were undeployed; the oldest first. */
  public List<LostThread> lostThreads() {
    return lostThreads.list();
  }

  /** The logging callouts of every extension in force; a canary has none. */
  public List<LoggingObservers> loggingObservers() {
    lock.lock();
    try {
      return sorted()
          .filter(selection::takes)
          .flatMap(extension -> extension.loggingObservers().stream())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Changes something and puts the snapshots that follow from it in force. */
  private void locked(Runnable change) {
    InForce before;
    lock.lock();
    try {
      change.run();
      before = inForce;
      Selection ofCanary = canary.selection(selection, revisions());
      Set<RegisteredExtension> asked = new HashSet<>();
      Snapshot all = builder.of(askedIn(selection, asked), missing);
      Snapshot some =
          ofCanary.equals(selection) ? all : builder.of(askedIn(ofCanary, asked), missing);
      extensions.values().stream()
          .filter(extension -> !asked.contains(extension))
          .forEach(RegisteredExtension::notAsked);
      inForce = new InForce(all, some, some == all ? Share.NONE : canary.share());
    } finally {
      lock.unlock();
    }
    before.all().release();
    if (before.canary() != before.all()) {
      before.canary().release();
    }
  }

  private List<RegisteredExtension> askedIn(Selection chosen, Set<RegisteredExtension> asked) {
    List<RegisteredExtension> extensionsAsked =
        extensions.values().stream()
            .filter(RegisteredExtension::hasCallouts)
            .filter(chosen::takes)
            .toList();
    asked.addAll(extensionsAsked);
    return extensionsAsked;
  }

  /** Asks nobody new and lets its threads go; open sets can still be used. */
  @Override
  public void close() {
    validation.close();
    manipulation.close();
  }
}
