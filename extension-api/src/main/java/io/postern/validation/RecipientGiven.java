package io.postern.validation;

import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import java.util.Map;

/**
 * RCPT was given and is allowed to relay (RFC 5321 section 4.1.1.3); the verdict is for this
 * recipient alone.
 */
public interface RecipientGiven extends ValidationEvent {

  Mailbox recipient();

  /** The parameters of RCPT, keys in upper case; a value may be empty. */
  Map<String, String> parameters();

  /** The envelope before this recipient; not to be changed here. */
  Envelope envelope();

  /** Takes another mailbox in this one's place. */
  void rewrite(Mailbox recipient);

  /** Takes one more recipient. */
  void add(Mailbox recipient);
}
