package io.postern.logging;

import io.postern.mail.Mailbox;
import java.util.List;
import java.util.Optional;

/**
 * A message was answered 250: it is on disk and this gateway's to deliver (RFC 5321 section 4.2.5).
 */
public interface MessageAcceptedLogged extends LoggedEvent {

  List<Mailbox> recipients();

  /** Octets of the content as spooled. */
  long size();

  /** The client's address and port as text; empty for messages the gateway wrote itself. */
  Optional<String> peer();

  /** The client's HELO or EHLO name. */
  Optional<String> greetedName();
}
