package io.postern.gateway.reception;

import io.postern.gateway.probe.Probes;
import io.postern.gateway.settings.Settings;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import java.util.List;
import java.util.Optional;

/** Which recipients are taken from whom, by the gateway's own rules. Thread-safe. */
final class RecipientPolicy {

  private final PolicyInForce relaying;
  private final Probes probes;
  private final RecipientRoutes routes;

  RecipientPolicy(PolicyInForce relaying, Probes probes, RecipientRoutes routes) {
    this.relaying = relaying;
    this.probes = probes;
    this.routes = routes;
  }

  /** The reply when the client may not send to this recipient. */
  Optional<Reply> refusal(Client client, Mailbox recipient) {
    if (!Probes.isReserved(recipient)) {
      return relaying.now().refusal(recipient, client.mayRelay());
    }
    // A probe is relayed for its own session and for nobody else.
    return client.isProbing() && probes.isFor(recipient)
        ? Optional.empty()
        : Optional.of(Replies.RELAYING_DENIED);
  }

  /** See {@link RelayPolicy#addressee}. */
  Mailbox addressee(Mailbox recipient) {
    return relaying.now().addressee(recipient);
  }

  /**
   * The reply when one of these cannot be delivered anywhere: it is better that the client hears it
   * than a sender who may be forged.
   */
  Optional<Reply> withoutRoute(List<Recipient> recipients, Settings settings) {
    if (settings.recipientsWithoutRoute() == Settings.WithoutRoute.ACCEPT) {
      return Optional.empty();
    }
    for (Recipient recipient : recipients) {
      if (!routes.lead(recipient.mailbox())) {
        return Optional.of(Replies.NO_ROUTE);
      }
    }
    return Optional.empty();
  }
}
