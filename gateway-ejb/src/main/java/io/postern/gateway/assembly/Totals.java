package io.postern.gateway.assembly;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.operation.GatewayStatus;
import io.postern.gateway.spool.CommitReader;
import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the spool commits on its way to the journal. Thread-safe. */
final class Totals implements CommitReader {

  private final Journal journal;
  private final Notices notices;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder deferred = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder damaged = new LongAdder();

  Totals(Journal journal, Notices notices) {
    this.journal = journal;
    this.notices = notices;
  }

  @Override
  public long safePosition() {
    return journal.safePosition();
  }

  @Override
  public void read(List<Committed> records) {
    for (Committed committed : records) {
      switch (committed) {
        case Committed.Accepted _ -> accepted.increment();
        case Committed.Damaged _ -> damaged();
        case Committed.Marked marked -> count(marked.mark());
      }
    }
    journal.read(records);
  }

  private void count(Mark mark) {
    switch (mark.state()) {
      case RecipientState.Waiting _ -> {
        // One that has a name of its own, such as Released, is not about an attempt.
        if (!mark.facts().containsKey("event")) {
          deferred.increment();
        }
      }
      case RecipientState.Held _, RecipientState.Quarantined _ -> {}
      case RecipientState.Finished finished -> {
        switch (finished.ending()) {
          case DELIVERED -> delivered.increment();
          case FAILED, EXPIRED -> failed.increment();
          case DISCARDED -> {}
        }
      }
    }
  }

  void rejected(long count) {
    rejected.add(count);
  }

  private void damaged() {
    damaged.increment();
    notices.raise(
        "spool.damaged",
        Notice.Effect.DEGRADED,
        "%d records of the spool could not be read and were set aside in spool/damaged; see the Damaged events of the journal"
            .formatted(damaged.sum()));
  }

  GatewayStatus.Counts counts() {
    return new GatewayStatus.Counts(
        accepted.sum(), rejected.sum(), delivered.sum(), deferred.sum(), failed.sum());
  }
}
