package io.postern.gateway.reception;

import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.callout.Callouts;
import java.util.HashMap;
import java.util.Map;

/**
 * The callout sets of one session. For the probe of a self-test all extensions only watch: one that
 * fails is seen, one that refuses unknown recipients does not keep the probe from its way, and what
 * arrives can be compared octet for octet. Used by the session's thread alone.
 */
final class SessionCallouts {

  private final Callouts callouts;
  private final Client client;
  private final Map<String, Object> ofWatchers = new HashMap<>();
  private int transactions;

  SessionCallouts(Callouts callouts, Client client) {
    this.callouts = callouts;
    this.client = client;
  }

  /** For what precedes the transactions. */
  CalloutSet open() {
    return open(0);
  }

  /** For the next transaction. */
  CalloutSet openNext() {
    return open(++transactions);
  }

  private CalloutSet open(int transaction) {
    return client.isProbing()
        ? callouts.openWatching(transaction, ofWatchers)
        : callouts.open(client.id(), transaction, ofWatchers);
  }
}
