package io.postern.gateway.reception;

import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import java.util.Optional;

/**
 * A message that the spool has on disk and that delivery is to be given once its 250 is written.
 *
 * @param hold what {@link AcceptedSink#hold} answered before it was accepted
 */
record HandOver(SpoolId id, Envelope envelope, Optional<Hold> hold) {

  private static final System.Logger LOG = System.getLogger(HandOver.class.getPackageName());

  /** Never raises: the message is ours by now, whatever happens. */
  void to(AcceptedSink sink) {
    try {
      sink.accepted(id, envelope, hold);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "reception: message "
              + id
              + " is in the spool but could not be queued; it will be at the"
              + " next start",
          e);
    }
  }
}
