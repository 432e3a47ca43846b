package io.postern.gateway.assembly;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalKnown;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.Evidence;
import io.postern.gateway.spool.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What of spool and journal is there before they are opened, and what should be.
 *
 * @param data the data folder
 * @param spool the spool's folder
 * @param journal the journal's folder
 * @param known what was written down of both
 * @param accepted who agreed to go on without what is lost
 * @param lacksSpool whether the spool has no segment
 * @param lacksJournal whether the journal has no file
 */
record DataFolders(
    Path data,
    Path spool,
    Path journal,
    Optional<LastKnown> known,
    Optional<String> accepted,
    boolean lacksSpool,
    boolean lacksJournal) {

  private static final Logger LOG = System.getLogger(DataFolders.class.getPackageName());

  /** Takes away an acceptance: it counts for this start alone. */
  static DataFolders of(Path data) {
    Path spool = data.resolve("spool");
    Path journal = data.resolve("journal");
    requireKnownFormats(data);
    try {
      return new DataFolders(
          data,
          spool,
          journal,
          LastKnown.read(data),
          LossAcceptance.take(data),
          Spool.isAbsent(spool),
          Journal.isAbsent(journal));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "gateway: cannot read %s in %s".formatted(LossAcceptance.FILE, data), e);
    }
  }

  /**
   * Changes nothing.
   *
   * @throws RuntimeException with a line for the operator, when a newer version wrote spool or
   *     journal
   */
  static void requireKnownFormats(Path data) {
    Spool.requireKnownFormat(data.resolve("spool"));
    Journal.requireKnownFormat(data.resolve("journal"));
  }

  JournalKnown journalKnown() {
    return known.map(LastKnown::journal).orElse(JournalKnown.nothing());
  }

  /**
   * Whether the journal was lost and the spool was not. A gateway that was stopped before anything
   * happened had no line to lose.
   */
  boolean lostJournalAlone() {
    boolean hadNone = known.filter(last -> last.closed() && last.journal().line() == 0).isPresent();
    return lacksJournal && !lacksSpool && !hadNone;
  }

  /**
   * What the journal knows and what was written down, together.
   *
   * @param ofJournal what the journal knows
   */
  Evidence evidence(Evidence ofJournal) {
    return new Evidence(
        Math.max(ofJournal.position(), known.map(last -> last.journal().position()).orElse(-1L)),
        ofJournal.unfinished(),
        ofJournal.unfinishedAt(),
        ofJournal.certain() && !lostJournalAlone(),
        known.map(LastKnown::unfinished).orElse(ofJournal.lastCount()),
        Math.max(ofJournal.highestId(), known.map(LastKnown::highestId).orElse(0L)));
  }

  /**
   * With both missing nothing is written: a file system that is not mounted would hide it later.
   *
   * @throws LossNotAccepted when neither is there and that is not known to be no loss
   */
  void requireAny() {
    if (lacksSpool && lacksJournal && accepted.isEmpty()) {
      absence(Evidence.none())
          .objection()
          .ifPresent(
              objection -> {
                LOG.log(Level.ERROR, objection);
                throw new LossNotAccepted(objection);
              });
    }
  }

  /**
   * @throws LossNotAccepted when there is no spool and that is a loss which nobody accepted
   */
  void requireSpool(Evidence evidence, Notices notices) {
    if (!lacksSpool) {
      return;
    }
    Optional<String> objection = absence(evidence).objection();
    if (objection.isPresent() && accepted.isEmpty()) {
      notices.raise(StartRefusal.KEY, Notice.Effect.REFUSING, objection.get());
      throw new LossNotAccepted(objection.get());
    }
    Spool.setAsideWhatIsNoFolder(spool);
    if (objection.isEmpty() && known.isPresent()) {
      notices.raise(
          "spool.begun-again",
          Notice.Effect.WARNING,
          "the spool in %s was not there and is begun again; no message is known to have waited in"
                  .formatted(spool)
              + " it");
    }
  }

  private SpoolAbsence absence(Evidence evidence) {
    return new SpoolAbsence(spool, Spool.bodies(spool), lacksJournal, evidence, known);
  }
}
