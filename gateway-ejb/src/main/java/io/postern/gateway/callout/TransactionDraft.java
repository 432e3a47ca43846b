package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.MessageNotes;
import io.postern.session.Transaction;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transaction as one callout sees it. Its notes are copies: those of a callout that fails are
 * forgotten, and one that was given up cannot disturb the next.
 */
final class TransactionDraft implements Transaction {

  private final Lease lease;
  private final OpenTransaction transaction;
  private final boolean decides;
  private @Nullable Map<String, Object> notes;
  private @Nullable MessageNotesDraft messageNotes;

  TransactionDraft(Lease lease, OpenTransaction transaction, boolean decides) {
    this.lease = lease;
    this.transaction = transaction;
    this.decides = decides;
  }

  @Override
  public int number() {
    lease.check();
    return transaction.number();
  }

  @Override
  public Map<String, Object> notes() {
    lease.check();
    Map<String, Object> copy = notes;
    if (copy == null) {
      copy = transaction.notes(decides);
      notes = copy;
    }
    return copy;
  }

  @Override
  public MessageNotes messageNotes() {
    lease.check();
    MessageNotesDraft draft = messageNotes;
    if (draft == null) {
      draft = new MessageNotesDraft(lease, transaction.messageNotes(decides));
      messageNotes = draft;
    }
    return draft;
  }

  /** Its notes as the callout left them; null when it did not touch them. */
  @Nullable Map<String, Object> left() {
    return notes == null ? null : new HashMap<>(notes);
  }

  /** Those of the message; null when the callout did not change them. */
  @Nullable Map<String, String> leftOfMessage() {
    return messageNotes == null ? null : messageNotes.left();
  }
}
