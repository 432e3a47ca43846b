package io.postern.gateway.export;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.export.ExportProgress.BackfillProgress;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.settings.ExportEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One target: its live events, perhaps a backfill beside them, and the events that it refused.
 * Thread-safe.
 */
final class Exporter implements AutoCloseable {

  /** Before the name of a subscriber of the journal; no extension's name has a colon. */
  static final String SUBSCRIBER = "export:";

  private static final Logger LOG = System.getLogger(Exporter.class.getPackageName());
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("'backfill-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** Events set aside at once; about as many as somebody will look through. */
  private static final int MOST_SET_ASIDE = 100_000;

  /** Failures in a row before an operator is told: a restart of a database is none of them. */
  private static final int PATIENCE = 4;

  /**
   * What a target is made of.
   *
   * @param folder of all targets
   */
  record Parts(
      Journal journal,
      Path folder,
      TargetOpener opener,
      EventSelection selection,
      Pace pace,
      Notices notices,
      Clock clock) {}

  private final ExportEntry entry;
  private final Parts parts;
  private final TargetFolder folder;
  private final SetAsideEvents setAside;
  private final ExportWorker live;
  private @Nullable ExportWorker filling;
  private Optional<Backfill> backfill = Optional.empty();
  private Optional<Instant> pausedSince;

  /** Begins, or goes on. */
  Exporter(ExportEntry entry, Parts parts) throws IOException {
    this.entry = entry;
    this.parts = parts;
    folder = TargetFolder.open(parts.folder(), entry.name());
    pausedSince = folder.pausedSince();
    setAside = folder.setAside(MOST_SET_ASIDE, this::setAsideNotice);
    var subscription = parts.journal().subscribe(SUBSCRIBER + entry.name());
    if (folder.start().isEmpty()) {
      folder.start(subscription.position());
    }
    live =
        new ExportWorker(
                ExportStream.live(entry.name()),
                subscription,
                parts.opener(),
                parts.selection(),
                parts.pace(),
                setAside,
                Long.MAX_VALUE,
                pausedSince.isPresent(),
                new Live(),
                parts.clock())
            .start();
    synchronized (this) {
      backfill = folder.backfill();
      backfill.ifPresent(this::fill);
    }
  }

  ExportEntry entry() {
    return entry;
  }

  synchronized ExportProgress progress() {
    ExportWorker worker = filling;
    return new ExportProgress(
        entry.name(),
        entry.kind().type(),
        live.progress(),
        worker == null
            ? Optional.empty()
            : backfill.map(b -> new BackfillProgress(b.from(), b.to(), worker.progress())),
        setAside.count(),
        pausedSince);
  }

  synchronized void pause() {
    if (pausedSince.isEmpty()) {
      remember(Optional.of(parts.clock().instant()));
      workers().forEach(worker -> worker.pause(true));
    }
  }

  /** Also tries a target that failed again at once. */
  synchronized void resume() {
    if (pausedSince.isPresent()) {
      remember(Optional.empty());
    }
    workers().forEach(worker -> worker.pause(false));
  }

  private void remember(Optional<Instant> since) {
    try {
      folder.paused(since);
      pausedSince = since;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Gives older events beside the live ones.
   *
   * @param from number of the first line
   * @param to number of the last line; empty for the last before the live events began
   * @throws ExportRefused when a backfill is under way, or there is no such line
   */
  synchronized void backfill(long from, OptionalLong to) {
    if (backfill.isPresent() && !isFilled()) {
      throw new ExportRefused("a backfill of %s is under way".formatted(entry.name()));
    }
    try {
      long last = to.orElse(folder.start().orElse(0L));
      if (from < 1 || last < from || last > live.progress().position()) {
        throw new ExportRefused(
            "lines %d to %d cannot be backfilled: the live events of %s began after line %d and are at %d"
                .formatted(
                    from,
                    last,
                    entry.name(),
                    folder.start().orElse(0L),
                    live.progress().position()));
      }
      endBackfill();
      Backfill next = new Backfill(ID.format(parts.clock().instant()), from, last);
      parts.journal().follow(subscriber(next), from - 1).close();
      folder.backfill(Optional.of(next));
      backfill = Optional.of(next);
      fill(next);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private boolean isFilled() {
    ExportWorker worker = filling;
    return worker == null || worker.progress().state() == ExportState.FINISHED;
  }

  /** Ends a backfill; what was written stays. */
  synchronized void endBackfill() {
    ExportWorker worker = filling;
    filling = null;
    if (worker != null) {
      worker.close();
    }
    backfill.ifPresent(this::filled);
    backfill = Optional.empty();
  }

  private void fill(Backfill range) {
    filling =
        new ExportWorker(
                ExportStream.backfill(entry.name(), range.id()),
                parts.journal().follow(subscriber(range), range.from() - 1),
                parts.opener(),
                parts.selection(),
                parts.pace(),
                setAside,
                range.to(),
                pausedSince.isPresent(),
                new Filling(range),
                parts.clock())
            .start();
  }

  private String subscriber(Backfill range) {
    return SUBSCRIBER + entry.name() + "/" + range.id();
  }

  /** Nothing is kept for it any longer; its progress can still be seen. */
  private void filled(Backfill range) {
    try {
      folder.backfill(Optional.empty());
      parts.journal().forget(subscriber(range));
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "export: cannot remove what is known of the backfill of %s".formatted(entry.name()),
          e);
    }
  }

  /** The oldest events that were set aside, after a number. */
  List<SetAsideEvent> setAside(long after, int limit) {
    try {
      return setAside.after(after, limit);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Gives events again that were set aside, at most 10,000 of them.
   *
   * @param numbers which; empty for all
   * @throws TargetUnavailable when the target fails; those that it took are not set aside any more
   */
  RetryResult retry(Set<Long> numbers) throws TargetUnavailable {
    List<SetAsideEvent> chosen =
        setAside(0, MOST_SET_ASIDE).stream()
            .filter(event -> numbers.isEmpty() || numbers.contains(event.line().sequence()))
            .limit(10_000)
            .toList();
    int written = 0;
    try (ExportTarget target = parts.opener().open(ExportStream.retry(entry.name()))) {
      for (int at = 0; at < chosen.size(); at += parts.pace().batch()) {
        List<ExportEvent> some =
            chosen.subList(at, Math.min(chosen.size(), at + parts.pace().batch())).stream()
                .map(event -> new ExportEvent(event.line(), parts.selection().privacy()))
                .toList();
        written += again(target, some);
      }
    }
    return new RetryResult(written, chosen.size() - written);
  }

  private int again(ExportTarget target, List<ExportEvent> events) throws TargetUnavailable {
    try {
      target.write(events, events.getLast().sequence());
    } catch (BatchRefused e) {
      int half = events.size() / 2;
      return half == 0
          ? 0
          : again(target, events.subList(0, half))
              + again(target, events.subList(half, events.size()));
    }
    Set<Long> gone = new HashSet<>();
    events.forEach(event -> gone.add(event.sequence()));
    drop(gone);
    return events.size();
  }

  /** Forgets events that were set aside. */
  void drop(Set<Long> numbers) {
    try {
      setAside.remove(numbers);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Forgets all but the events that were set aside; after {@link #close}. */
  void forget() {
    clear();
    try {
      folder.forget();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "export: cannot forget %s".formatted(entry.name()), e);
    }
  }

  private List<ExportWorker> workers() {
    List<ExportWorker> workers = new ArrayList<>(List.of(live));
    ExportWorker worker = filling;
    if (worker != null) {
      workers.add(worker);
    }
    return workers;
  }

  private static UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException("export: cannot use the folder of a target", e);
  }

  private void setAsideNotice(int count) {
    if (count == 0) {
      parts.notices().clear(key("set-aside"));
    } else {
      parts
          .notices()
          .raise(
              key("set-aside"),
              Notice.Effect.WARNING,
              "export %s: events that the target refused are set aside; see their reasons, then retry or drop them"
                  .formatted(entry.name()));
    }
  }

  private void clear() {
    for (String what : List.of("set-aside", "waiting", "backfill")) {
      parts.notices().clear(key(what));
    }
  }

  private String key(String what) {
    return "export." + entry.name() + "." + what;
  }

  /** The threads have ended when this returns, unless a driver keeps them. */
  @Override
  public void close() {
    List<ExportWorker> ending;
    synchronized (this) {
      ending = workers();
    }
    ending.forEach(ExportWorker::close);
  }

  private class Live implements ExportWorker.Listener {

    @Override
    public void failed(int inARow, Instant since, String error) {
      notice("waiting", inARow, since, error);
    }

    void notice(String what, int inARow, Instant since, String error) {
      if (inARow >= PATIENCE) {
        parts
            .notices()
            .raise(
                key(what),
                Notice.Effect.WARNING,
                "export %s: no event could be written since %s (%s); they stay in the journal"
                    .formatted(entry.name(), since, error));
      }
    }

    @Override
    public void recovered() {
      parts.notices().clear(key("waiting"));
    }

    @Override
    public void moved(long position) {
      try {
        if (folder.start().filter(start -> start <= position).isEmpty()) {
          folder.start(position);
        }
      } catch (IOException e) {
        LOG.log(Level.WARNING, "export: cannot write down where a target began", e);
      }
    }

    @Override
    public void finished() {
      throw new IllegalStateException("live events do not end");
    }
  }

  private final class Filling extends Live {

    private final Backfill range;

    Filling(Backfill range) {
      this.range = range;
    }

    @Override
    public void failed(int inARow, Instant since, String error) {
      notice("backfill", inARow, since, error);
    }

    @Override
    public void recovered() {
      parts.notices().clear(key("backfill"));
    }

    @Override
    public void moved(long position) {
      LOG.log(Level.DEBUG, "export: the backfill of {0} goes on", entry.name());
    }

    @Override
    public void finished() {
      LOG.log(
          Level.INFO,
          "export: {0} has been given lines {1} to {2}",
          entry.name(),
          range.from(),
          range.to());
      filled(range);
    }
  }
}
