package io.postern.gateway.assembly;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalOptions;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.operation.AdminActs;
import io.postern.gateway.spool.Evidence;
import io.postern.gateway.spool.Loss;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Spool and journal, opened one after the other, compared with each other and with what was written
 * down of both. What is lost is reported before anything else sees the messages that are not.
 */
final class Stores {

  final Journal journal;
  final Notices notices;
  final Totals totals;
  final Spool spool;
  final DataWatch watch;

  private Stores(
      DataFolders folders,
      JournalOptions journalOptions,
      SpoolOptions spoolOptions,
      Clock clock,
      List<AutoCloseable> opened) {
    folders.requireAny();
    journal = Journal.open(folders.journal(), journalOptions, clock, folders.journalKnown());
    opened.add(journal);
    notices = new Notices(clock, change -> EventRecorder.noticeChanged(journal, change));
    LauncherNotices.raise(notices);
    totals = new Totals(journal, notices);
    LossReport losses = new LossReport(journal, notices, clock);
    losses.journal(folders.lostJournalAlone()); // the next opening does not find it, if this ends
    Evidence evidence = folders.evidence(journal.takeEvidence());
    folders.requireSpool(evidence, notices);
    spool =
        Spool.begin(
            spoolOptions,
            clock,
            totals,
            evidence,
            (loss, unfinished) -> recovered(losses, loss, unfinished));
    opened.add(spool);
    folders
        .accepted()
        .ifPresent(
            actor -> AdminActs.record(journal, clock.instant(), actor, "loss accepted", Map.of()));
    int before = folders.known().map(LastKnown::unfinished).orElse(0);
    LostLists lost = new LostLists(folders.spool(), notices);
    watch = new DataWatch(folders.data(), spool, journal, notices, lost, before, clock);
    opened.add(watch);
    spool.recover();
  }

  /** What was written down and what stands is true before anybody sees the messages. */
  private void recovered(LossReport losses, Optional<Loss> loss, int unfinished) {
    loss.ifPresent(losses::messages);
    watch.recovered(unfinished);
  }

  /**
   * Opens both.
   *
   * @param opened is given what is to be closed again, in the order of opening
   * @throws LossNotAccepted when the spool is not there though it should be
   */
  static Stores open(Path data, Clock clock, List<AutoCloseable> opened) {
    DataFolders folders = DataFolders.of(data);
    return open(
        folders, JournalOptions.defaults(), SpoolOptions.of(folders.spool()), clock, opened);
  }

  static Stores open(
      DataFolders folders,
      JournalOptions journalOptions,
      SpoolOptions spoolOptions,
      Clock clock,
      List<AutoCloseable> opened) {
    return new Stores(folders, journalOptions, spoolOptions, clock, opened);
  }
}
