package io.postern.logging;

import io.postern.mail.ReversePath;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the logging events share. Values come from the audit journal; immutable, and valid after the
 * call. Text that came with the mail is cut at 4,096 characters; see {@link #messageNotes} for
 * notes.
 */
public interface LoggedEvent {

  /** Position in the audit journal: grows, unique, the same when the event is given again. */
  long sequence();

  Instant at();

  /** The message's name in this gateway, as in the reply to its final dot. */
  String spoolId();

  ReversePath reversePath();

  /** A header field recorded at reception: Message-ID, From, To, Subject and Date are. */
  Optional<String> header(String name);

  /** Name of the extension that decided, when one did. */
  Optional<String> decidedBy();

  /**
   * What extensions kept with the message while it was received ({@link
   * io.postern.mail.MessageNotes}). {@link MessageAcceptedLogged} has all of it. Events of a
   * recipient repeat at most 4 KiB: when there is more, those notes that fit, in the order of their
   * keys. Empty for messages the gateway wrote itself.
   */
  Map<String, String> messageNotes();

  /** All recorded facts of the event, by their names in the journal format. */
  Map<String, String> facts();
}
