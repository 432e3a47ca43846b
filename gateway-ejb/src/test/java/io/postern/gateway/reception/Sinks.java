package io.postern.gateway.reception;

import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Sinks of accepted messages whose routes hold no mail. */
final class Sinks {

  private Sinks() {}

  static AcceptedSink of(BiConsumer<SpoolId, List<Mailbox>> taken) {
    return new AcceptedSink() {
      @Override
      public Optional<Hold> hold(List<Mailbox> recipients) {
        return Optional.empty();
      }

      @Override
      public void accepted(SpoolId id, List<Mailbox> recipients, Optional<Hold> hold) {
        taken.accept(id, recipients);
      }
    };
  }
}
