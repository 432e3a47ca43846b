package io.postern.gateway.reception;

import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.callout.Paths;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From MAIL to the end of data (RFC 5321 section 3.3), with the one callout set that handles it.
 */
final class Transaction implements AutoCloseable {

  private final CalloutSet callouts;
  private final List<Mailbox> recipients = new ArrayList<>();
  private final Map<Mailbox, Fate.Quarantine> heldBack = new HashMap<>();
  private ReversePath reversePath;
  private Fate fate;
  private int taken;
  private @Nullable IncomingContent content;

  Transaction(CalloutSet callouts, ReversePath reversePath, Fate fate) {
    this.callouts = callouts;
    this.reversePath = reversePath;
    this.fate = fate;
  }

  CalloutSet callouts() {
    return callouts;
  }

  ReversePath reversePath() {
    return reversePath;
  }

  List<Mailbox> recipients() {
    return recipients;
  }

  Paths paths() {
    return new Paths(reversePath, List.copyOf(recipients));
  }

  void take(Paths paths) {
    reversePath = paths.reversePath();
    recipients.clear();
    paths.recipients().forEach(this::add);
  }

  /** Takes a recipient, once. */
  void add(Mailbox recipient) {
    if (!recipients.contains(recipient)) {
      recipients.add(recipient);
    }
  }

  /** Keeps the message of this recipient back from delivery, and of this one alone. */
  void holdBack(Mailbox recipient, Fate.Quarantine why) {
    heldBack.put(recipient, why);
  }

  Map<Mailbox, Fate.Quarantine> heldBack() {
    return heldBack;
  }

  /** A recipient was answered positively, even if it was then dropped: DATA must be taken. */
  void take() {
    taken++;
  }

  /** How often RCPT was answered positively, also for a recipient given before. */
  int taken() {
    return taken;
  }

  Fate fate() {
    return fate;
  }

  void add(Fate later) {
    fate = fate.and(later);
  }

  void receive(IncomingContent incoming) {
    content = incoming;
  }

  /** Whether DATA was answered 354. */
  boolean expectsContent() {
    return content != null;
  }

  /** The content on its way; only after DATA was answered 354. */
  IncomingContent content() {
    IncomingContent incoming = content;
    if (incoming == null) {
      throw new IllegalStateException("no content is expected");
    }
    return incoming;
  }

  @Override
  public void close() {
    try {
      if (content != null) {
        content.close();
      }
    } finally {
      callouts.close();
    }
  }
}
