package io.postern.gateway.reception;

import io.postern.mail.Reply;

/** Whether a client's mail to a recipient is passed on, and why; the journal names the reason. */
sealed interface RelayDecision {

  /** The recipient is the postmaster of the gateway itself (RFC 5321 section 4.5.1). */
  Allowed OWN_POSTMASTER = new Allowed("postmaster");

  /** The probe of the self-test under way, from its own session. */
  Allowed SELF_TEST = new Allowed("self-test");

  /** Neither the client's network nor the recipient's domain is one that is relayed for. */
  Denied NO_RELAY_DOMAIN = new Denied("no-relay-domain", Replies.RELAYING_DENIED);

  /** The local part may be a route to somewhere else. */
  Denied ROUTE_IN_LOCAL_PART = new Denied("route-in-local-part", Replies.ROUTED_DENIED);

  /** The domain of the self-test, used by somebody else. */
  Denied NOT_THE_SELF_TEST = new Denied("not-the-self-test", Replies.RELAYING_DENIED);

  /** It might be passed on, but nothing says where to. */
  Denied NO_ROUTE = new Denied("no-route", Replies.NO_ROUTE);

  /** What the journal says: a word, and where a setting decided, the entry of the setting. */
  String reason();

  /** It is passed on. */
  record Allowed(String reason) implements RelayDecision {

    /** The client's address is in a network of {@code relayNetworks}. */
    static Allowed relayNetwork(String entry) {
      return new Allowed("relay-network " + entry);
    }

    /** The recipient's domain is one of {@code relayDomains}. */
    static Allowed relayDomain(String entry) {
      return new Allowed("relay-domain " + entry);
    }
  }

  /**
   * It is not.
   *
   * @param reply to the client
   */
  record Denied(String reason, Reply reply) implements RelayDecision {}
}
