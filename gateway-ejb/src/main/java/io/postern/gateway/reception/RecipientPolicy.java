package io.postern.gateway.reception;

import io.postern.gateway.probe.Probes;
import io.postern.gateway.settings.Settings;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
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

  /** Whether the client may send to this recipient. */
  RelayDecision decide(Client client, Mailbox recipient) {
    if (Probes.isReserved(recipient)) {
      // A probe is relayed for its own session and for nobody else.
      return client.isProbing() && probes.isFor(recipient)
          ? RelayDecision.SELF_TEST
          : RelayDecision.NOT_THE_SELF_TEST;
    }
    Optional<RelayDecision.Allowed> anywhere = client.anywhere();
    return anywhere.isPresent() ? anywhere.get() : relaying.now().decide(recipient);
  }

  /** See {@link RelayPolicy#addressee}. */
  Recipient addressee(Recipient named) {
    Mailbox addressee = relaying.now().addressee(named.mailbox());
    return addressee.equals(named.mailbox()) ? named : named.at(addressee);
  }

  /**
   * The decision when one of these cannot be delivered anywhere: it is better that the client hears
   * it than a sender who may be forged.
   */
  Optional<RelayDecision.Denied> withoutRoute(List<Recipient> recipients, Settings settings) {
    if (settings.recipientsWithoutRoute() == Settings.WithoutRoute.ACCEPT) {
      return Optional.empty();
    }
    for (Recipient recipient : recipients) {
      if (!routes.lead(recipient.mailbox())) {
        return Optional.of(RelayDecision.NO_ROUTE);
      }
    }
    return Optional.empty();
  }
}
