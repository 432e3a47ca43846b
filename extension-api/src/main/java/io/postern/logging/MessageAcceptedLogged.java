package io.postern.logging;

import io.postern.mail.Mailbox;
import java.util.List;
import java.util.Optional;

/**
 * A message was answered 250: it is on disk and this gateway's to deliver (RFC 5321 section 4.2.5).
 * Once per message, after its acceptance.
 *
 * <ul>
 *   <li><b>Thread:</b> one of the gateway's for this extension. The extension's events come one
 *       after the other, never two at once, not always on the same thread. No client waits.
 *   <li><b>May change:</b> nothing.
 *   <li><b>Exception, or later than 60 s</b> (unless configured): recorded; the event is passed
 *       over, or given again, as the package says. A late one is interrupted.
 * </ul>
 *
 * <pre>{@code
 * void accepted(@Observes MessageAcceptedLogged event) {
 *   statistics.count(event.size(), event.messageNotes().get("spam-filter.score"));
 * }
 * }</pre>
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
