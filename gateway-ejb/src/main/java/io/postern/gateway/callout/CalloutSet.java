package io.postern.gateway.callout;

import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import io.postern.session.Session;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * One consistent set of callouts. A session takes one when it begins and a fresh one at each MAIL,
 * and uses it to the end of that transaction, so that no message is handled half by an old and half
 * by a new set. Archives of a set are not undeployed before it is closed.
 *
 * <p>Every method blocks the calling virtual thread until the extensions have answered or their
 * time is over; a stage without observers costs a field read. Content given in is closed when the
 * answer holds other content.
 *
 * <p>Holds the notes of its transaction. Used by the session's thread alone.
 */
public interface CalloutSet extends AutoCloseable {

  Answer<String> clientConnected(Session session, String banner);

  Answer<SequencedSet<String>> clientGreeted(
      Session session, String name, boolean extended, SequencedSet<String> capabilities);

  /** The value: the envelope, still without recipients. */
  Answer<Envelope> senderGiven(Session session, Envelope envelope);

  /** The value: the recipients to take in this one's place, usually itself. */
  Answer<List<Recipient>> recipientGiven(Session session, Envelope soFar, Recipient recipient);

  Answer<Envelope> recipientsComplete(Session session, Envelope envelope);

  Answer<MailObject> messageReceived(Session session, MailObject mailObject);

  /** Manipulation, on the managed workers; when they are all busy the caller waits for its turn. */
  Answer<MailObject> messageBeforeSpool(Session session, MailObject mailObject);

  /**
   * What extensions keep with the message of this set's transaction, at most {@link
   * io.postern.mail.MessageNotes#MOST_OCTETS}; empty when they keep nothing.
   */
  Map<String, String> messageNotes();

  /** Ends the use of this set, and the notes of the transaction. */
  @Override
  void close();
}
