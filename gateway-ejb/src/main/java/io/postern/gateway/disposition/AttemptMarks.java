package io.postern.gateway.disposition;

import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.Spool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Hands marks to the spool without waiting for the disk, unless very many are on their way. */
final class AttemptMarks {

  private static final Logger LOG = System.getLogger(AttemptMarks.class.getPackageName());
  private static final int MOST_UNSYNCED = 10_000;

  private final Spool spool;
  private final Semaphore room = new Semaphore(MOST_UNSYNCED);

  AttemptMarks(Spool spool) {
    this.spool = spool;
  }

  void mark(List<Mark> marks) {
    room.acquireUninterruptibly();
    boolean handed = false;
    try {
      var _ =
          spool
              .mark(marks)
              .whenComplete(
                  (done, failure) -> {
                    room.release();
                    if (failure != null) {
                      logFailure(marks, failure);
                    }
                  });
      handed = true;
    } catch (RuntimeException e) {
      logFailure(marks, e);
    } finally {
      if (!handed) {
        room.release();
      }
    }
  }

  private static void logFailure(List<Mark> marks, Throwable failure) {
    LOG.log(
        Level.ERROR,
        "disposition: cannot write the result for "
            + marks.getFirst().id()
            + " to the spool ("
            + failure.getMessage()
            + "); after a restart it is tried again, a delivery made may then be made twice");
  }
}
