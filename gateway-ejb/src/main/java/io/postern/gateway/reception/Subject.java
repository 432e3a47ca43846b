package io.postern.gateway.reception;

import io.postern.gateway.callout.CalloutHistory;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal is about. The facts are put together only for what is recorded, for most of what
 * is asked is not refused, and of a flood most is only counted. Immutable.
 */
final class Subject {

  private final Client client;
  private final @Nullable ReversePath reversePath;
  private final @Nullable Mailbox recipient;
  private final @Nullable RelayDecision decision;
  private final @Nullable String command;
  private final @Nullable CalloutHistory history;

  private Subject(
      Client client,
      @Nullable ReversePath reversePath,
      @Nullable Mailbox recipient,
      @Nullable RelayDecision decision,
      @Nullable String command,
      @Nullable CalloutHistory history) {
    this.history = history;
    this.client = client;
    this.reversePath = reversePath;
    this.recipient = recipient;
    this.decision = decision;
    this.command = command;
  }

  /** The session. */
  static Subject of(Client client) {
    return new Subject(client, null, null, null, null, null);
  }

  /** A transaction that is not open yet. */
  static Subject of(Client client, ReversePath reversePath, CalloutHistory history) {
    return new Subject(client, reversePath, null, null, null, history);
  }

  static Subject of(Client client, MailTransaction transaction) {
    return of(client, transaction.reversePath(), transaction.history());
  }

  /** A recipient of a transaction, and what was decided of it. */
  static Subject of(
      Client client, MailTransaction transaction, Mailbox recipient, RelayDecision decision) {
    return new Subject(
        client, transaction.reversePath(), recipient, decision, null, transaction.history());
  }

  Subject with(RelayDecision other) {
    return new Subject(client, reversePath, recipient, other, command, history);
  }

  /** Names the command; never one that may hold credentials. */
  Subject with(String line) {
    return new Subject(client, reversePath, recipient, decision, line, history);
  }

  Client client() {
    return client;
  }

  /** A fresh map. */
  Map<String, String> facts() {
    Map<String, String> facts = client.facts();
    if (reversePath != null) {
      facts.put(Facts.REVERSE_PATH, reversePath.toString());
    }
    if (recipient != null) {
      facts.put(Facts.RECIPIENT, recipient.toString());
    }
    if (decision != null) {
      facts.put(Facts.RELAY_DECISION, decision.reason());
    }
    if (command != null) {
      facts.put(Facts.COMMAND, command);
    }
    if (history != null) {
      history.putInto(facts);
    }
    return facts;
  }
}
