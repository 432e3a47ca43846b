package io.postern.gateway.export;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalReader;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.settings.ExportEntry;
import io.postern.gateway.settings.Settings;
import io.postern.text.Shown;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Entry point: all export targets, as the settings name them. A target that is added begins with
 * what happens from then on; one that is changed goes on where it was; of one that is removed the
 * position is forgotten. Thread-safe.
 */
public final class Exports implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Exports.class.getPackageName());

  /** For a change of the settings to be seen in {@link #list} when it is confirmed. */
  private static final long PATIENCE_SECONDS = 3;

  /** Lines of the journal that are read for samples. */
  private static final int MOST_LOOKED_AT = 20_000;

  private static final int LOOKED_AT_ONCE = 500;

  private final Journal journal;
  private final Path folder;
  private final Function<ExportEntry, TargetOpener> openers;
  private final Supplier<byte[]> pseudonymKey;
  private final Notices notices;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Exporter> exporters = new TreeMap<>();
  private final ExecutorService changes =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("postern-exports").factory());

  /**
   * @param data the data folder; {@code export} in it is owned by this alone
   * @param openers makes what is special to a type of target; connects to nothing
   * @param pseudonymKey 32 octets; asked for only when a target has pseudonyms
   */
  public Exports(
      Journal journal,
      Path data,
      Function<ExportEntry, TargetOpener> openers,
      Supplier<byte[]> pseudonymKey,
      Notices notices,
      Clock clock) {
    this.journal = journal;
    this.folder = data.resolve("export");
    this.openers = openers;
    this.pseudonymKey = pseudonymKey;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * Begins with these targets, or changes what runs to them. Mostly done when this returns; a
   * target whose other side hangs is changed a few seconds later.
   */
  public void apply(Settings settings) {
    Map<String, ExportEntry> wanted = Map.copyOf(settings.exports());
    Future<?> change = changes.submit(() -> change(wanted));
    try {
      change.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.log(Level.INFO, "export: targets are being changed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.log(Level.ERROR, "export: targets could not be changed", e.getCause());
    }
  }

  private void change(Map<String, ExportEntry> wanted) {
    Map<String, Exporter> present = snapshot();
    present.forEach(
        (name, exporter) -> {
          if (!exporter.entry().equals(wanted.get(name))) {
            exporter.close();
            remove(name);
            if (!wanted.containsKey(name)) {
              exporter.forget();
            }
          }
        });
    forgetAllBut(wanted.keySet());
    wanted.values().stream()
        .sorted(Comparator.comparing(ExportEntry::name))
        .filter(entry -> !snapshot().containsKey(entry.name()))
        .forEach(this::begin);
  }

  private void forgetAllBut(Set<String> names) {
    for (String subscriber : journal.subscribers(Exporter.SUBSCRIBER)) {
      String stream = subscriber.substring(Exporter.SUBSCRIBER.length());
      int slash = stream.indexOf('/');
      if (!names.contains(slash < 0 ? stream : stream.substring(0, slash))) {
        journal.forget(subscriber);
      }
    }
  }

  private void begin(ExportEntry entry) {
    String key = "export." + entry.name() + ".folder";
    try {
      Exporter exporter =
          new Exporter(
              entry,
              new Exporter.Parts(
                  journal,
                  folder,
                  openers.apply(entry),
                  selection(entry),
                  Pace.of(entry.batch(), entry.delay()),
                  notices,
                  clock));
      lock.lock();
      try {
        exporters.put(entry.name(), exporter);
      } finally {
        lock.unlock();
      }
      notices.clear(key);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "export: cannot begin %s".formatted(entry.name()), e);
      notices.raise(
          key,
          Notice.Effect.DEGRADED,
          "export %s has not begun (%s); it is tried again when settings change"
              .formatted(entry.name(), Shown.of(e)));
    }
  }

  private EventSelection selection(ExportEntry entry) {
    byte[] key =
        entry.privacy().containsValue(ExportEntry.Privacy.PSEUDONYM)
            ? pseudonymKey.get()
            : new byte[1];
    return new EventSelection(
        Set.copyOf(entry.events()), new PrivacyRules(entry.privacy(), new Pseudonyms(key)));
  }

  private Map<String, Exporter> snapshot() {
    lock.lock();
    try {
      return new TreeMap<>(exporters);
    } finally {
      lock.unlock();
    }
  }

  private void remove(String name) {
    lock.lock();
    try {
      exporters.remove(name);
    } finally {
      lock.unlock();
    }
  }

  /** All targets, by name. */
  public List<ExportProgress> list() {
    return snapshot().values().stream().map(Exporter::progress).toList();
  }

  /** One target. */
  public ExportProgress progress(String name) {
    return exporter(name).progress();
  }

  /** Statements that make what a target needs; empty when it needs nothing. */
  public Optional<String> ddl(ExportEntry entry) {
    return openers.apply(entry).ddl();
  }

  /** What the settings say of a target that runs. */
  public ExportEntry entry(String name) {
    return exporter(name).entry();
  }

  /**
   * Tries a target, whether it runs or not; changes nothing there. A stored secret goes only where
   * a saved target sends it already: otherwise anyone who may test could read it from a server of
   * their own.
   *
   * @param secrets values by names, for this test alone
   * @return what was found, a line each
   * @throws TargetUnavailable when events could not be written
   * @throws ExportRefused when a secret is neither given nor used at that destination
   */
  public List<String> test(ExportEntry entry, Map<String, String> secrets)
      throws TargetUnavailable {
    for (String secret : entry.kind().secrets()) {
      if (!secrets.containsKey(secret) && !isUsed(secret, entry.kind().destination())) {
        throw new ExportRefused(
            "the stored secret %s is not used for a test of %s, as no saved target uses it there; give its value for this test, or save the target first"
                .formatted(secret, Shown.of(entry.kind().destination(), 200)));
      }
    }
    return openers.apply(entry).test(secrets);
  }

  private boolean isUsed(String secret, String destination) {
    return snapshot().values().stream()
        .map(exporter -> exporter.entry().kind())
        .anyMatch(
            kind -> kind.secrets().contains(secret) && kind.destination().equals(destination));
  }

  /**
   * The newest events of the journal that a target would get, as it would get them, whether it runs
   * or not; connects to nothing.
   *
   * @param most events at most; fewer when there are no more among the newest 20,000 lines
   * @param seen what the reader may see of a line
   * @return the newest first
   */
  public List<ExportSample> samples(ExportEntry entry, int most, UnaryOperator<JournalLine> seen)
      throws InterruptedException {
    TargetOpener opener = openers.apply(entry);
    EventSelection selection = selection(entry);
    List<ExportSample> samples = new ArrayList<>();
    long end = journal.lastSequence();
    long least = Math.max(journal.firstSequence() - 1, end - MOST_LOOKED_AT);
    while (end > least && samples.size() < most) {
      long begin = Math.max(least, end - LOOKED_AT_ONCE);
      List<JournalLine> lines = between(begin, end).stream().map(seen).toList();
      selection.of(lines).reversed().stream()
          .limit(most - samples.size())
          .map(event -> new ExportSample(event.sequence(), event.event(), opener.sample(event)))
          .forEach(samples::add);
      end = begin;
    }
    return samples;
  }

  /** The lines after one number up to another one. */
  private List<JournalLine> between(long after, long last) throws InterruptedException {
    List<JournalLine> lines = new ArrayList<>();
    try (JournalReader reader = journal.readFrom(after + 1)) {
      List<JournalLine> some = reader.read(LOOKED_AT_ONCE, Duration.ZERO);
      while (!some.isEmpty() && some.getFirst().sequence() <= last) {
        some.stream().filter(line -> line.sequence() <= last).forEach(lines::add);
        some = reader.read(LOOKED_AT_ONCE, Duration.ZERO);
      }
    }
    return lines;
  }

  /** Ends writing until it is resumed, restarts included; events stay in the journal. */
  public void pause(String name) {
    exporter(name).pause();
  }

  /** Goes on; a target that failed is tried at once. */
  public void resume(String name) {
    exporter(name).resume();
  }

  /**
   * Gives a target older events beside the live ones.
   *
   * @param from number of the first line
   * @param to number of the last line; empty for the last before the target began
   * @throws ExportRefused when that cannot be
   */
  public void backfill(String name, long from, OptionalLong to) {
    exporter(name).backfill(from, to);
  }

  /** The same, from a time on. */
  public void backfill(String name, Instant from, OptionalLong to) throws InterruptedException {
    Exporter exporter = exporter(name);
    exporter.backfill(journal.firstSince(from), to);
  }

  /** Ends a backfill; what was written stays. */
  public void endBackfill(String name) {
    exporter(name).endBackfill();
  }

  /**
   * Events that the target refused, the oldest first.
   *
   * @param after a number; 0 for all
   */
  public List<SetAsideEvent> setAside(String name, long after, int limit) {
    return exporter(name).setAside(after, limit);
  }

  /**
   * Gives such events again.
   *
   * @param numbers which; empty for the oldest 10,000
   * @throws TargetUnavailable when the target fails
   */
  public RetryResult retry(String name, Set<Long> numbers) throws TargetUnavailable {
    return exporter(name).retry(numbers);
  }

  /** Forgets such events; the journal still has them. */
  public void drop(String name, Set<Long> numbers) {
    exporter(name).drop(numbers);
  }

  private Exporter exporter(String name) {
    return Optional.ofNullable(snapshot().get(name))
        .orElseThrow(() -> new NoSuchTarget("there is no export target of that name"));
  }

  /** Ends all; what is not written stays in the journal. */
  @Override
  public void close() {
    changes.shutdown();
    Map<String, Exporter> ending = new HashMap<>(snapshot());
    List<Thread> threads =
        ending.values().stream()
            .map(exporter -> Thread.ofPlatform().daemon().start(exporter::close))
            .toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
