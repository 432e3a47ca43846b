package io.postern.gateway.reception;

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

  private Subject(
      Client client,
      @Nullable ReversePath reversePath,
      @Nullable Mailbox recipient,
      @Nullable RelayDecision decision,
      @Nullable String command) {
    this.client = client;
    this.reversePath = reversePath;
    this.recipient = recipient;
    this.decision = decision;
    this.command = command;
  }

  /** The session. */
  static Subject of(Client client) {
    return new Subject(client, null, null, null, null);
  }

  static Subject of(Client client, ReversePath reversePath) {
    return new Subject(client, reversePath, null, null, null);
  }

  static Subject of(Client client, Transaction transaction) {
    return of(client, transaction.reversePath());
  }

  /** A recipient of a transaction, and what was decided of it. */
  static Subject of(
      Client client, Transaction transaction, Mailbox recipient, RelayDecision decision) {
    return new Subject(client, transaction.reversePath(), recipient, decision, null);
  }

  Subject with(RelayDecision other) {
    return new Subject(client, reversePath, recipient, other, command);
  }

  /** Names the command; never one that may hold credentials. */
  Subject with(String line) {
    return new Subject(client, reversePath, recipient, decision, line);
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
    return facts;
  }
}
