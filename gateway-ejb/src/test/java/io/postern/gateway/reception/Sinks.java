package io.postern.gateway.reception;

import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Sinks of accepted messages whose routes hold no mail. */
final class Sinks {

  private Sinks() {}

  static AcceptedSink of(BiConsumer<SpoolId, Envelope> taken) {
    return new AcceptedSink() {
      @Override
      public Optional<Hold> hold(Envelope envelope) {
        return Optional.empty();
      }

      @Override
      public void accepted(SpoolId id, Envelope envelope, Optional<Hold> hold) {
        taken.accept(id, envelope);
      }
    };
  }
}
