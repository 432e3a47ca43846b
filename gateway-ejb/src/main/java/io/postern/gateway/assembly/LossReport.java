package io.postern.gateway.assembly;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalEvent;
import io.postern.gateway.audit.MissingLines;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.Loss;
import io.postern.gateway.spool.SpoolId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reports to operators and the journal what a start found to be lost. */
final class LossReport {

  private static final Logger LOG = System.getLogger(LossReport.class.getPackageName());

  /** Lines handed to the journal before they are waited for; it takes more than that. */
  private static final int AT_ONCE = 1000;

  private static final long PATIENCE_SECONDS = 30;

  private final Journal journal;
  private final Notices notices;
  private final Clock clock;

  LossReport(Journal journal, Notices notices, Clock clock) {
    this.journal = journal;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * Writes a line for each message that is known by name, then one for all. The journal regards a
   * message as lost, and does not report it again, once its line is on disk.
   */
  void messages(Loss loss) {
    String reasons = String.join("; ", loss.reasons());
    Instant now = clock.instant();
    try {
      for (int from = 0; from < loss.ids().size(); from += AT_ONCE) {
        int to = Math.min(loss.ids().size(), from + AT_ONCE);
        write(loss.ids().subList(from, to), reasons, now);
      }
      journal.append(
          new JournalEvent(
              EventType.MESSAGES_LOST,
              Optional.empty(),
              now,
              Map.of(
                  "count", String.valueOf(loss.count()),
                  "named", String.valueOf(loss.ids().size()),
                  "certain", String.valueOf(loss.certain()),
                  "reason", reasons,
                  "list", loss.list())));
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(
          Level.ERROR,
          "journal: cannot record which messages are lost; the next start reports them again",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<SpoolId> ids, String reasons, Instant now)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<?>[] written =
        ids.stream()
            .map(
                id ->
                    journal.appendSynced(
                        new JournalEvent(
                            EventType.LOST, Optional.of(id), now, Map.of("reason", reasons))))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(written).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Reports what of the journal itself is gone. */
  void journal(boolean isEmptyBesideSpool) {
    Instant now = clock.instant();
    for (MissingLines lines : journal.missing()) {
      journal.append(
          new JournalEvent(
              EventType.HISTORY_LOST,
              Optional.empty(),
              now,
              Map.of(
                  "first", String.valueOf(lines.first()),
                  "last", String.valueOf(lines.last()),
                  "reason", "they are not in the journal any more")));
    }
    if (!journal.missing().isEmpty()) {
      notices.raise(
          "journal.lines-missing",
          Notice.Effect.DEGRADED,
          "the audit journal lacks %s; the spool's records that it still has are written again"
              .formatted(listed(journal.missing())));
    } else if (isEmptyBesideSpool) {
      notices.raise(
          "journal.lines-missing",
          Notice.Effect.DEGRADED,
          "the audit journal was empty though the spool was not; what was recorded before is lost,"
              + " the spool's records that it still has are written again");
    }
    if (journal.damagedLines() > 0) {
      notices.raise(
          "journal.lines-damaged",
          Notice.Effect.DEGRADED,
          "%d lines of the audit journal's newest file are gone or cannot be read; they are left out"
              .formatted(journal.damagedLines()));
    }
  }

  private static String listed(List<MissingLines> missing) {
    String first = missing.getFirst().toString();
    return missing.size() == 1 ? first : first + " and " + (missing.size() - 1) + " other ranges";
  }
}
