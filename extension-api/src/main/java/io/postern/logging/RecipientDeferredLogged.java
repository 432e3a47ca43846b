package io.postern.logging;

import java.time.Instant;

/**
 * Temporary failure: the attempt did not succeed and another will be made. Once per recipient and
 * failed attempt.
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
 * void deferred(@Observes RecipientDeferredLogged event) {
 *   if (event.attempt() == 5) {
 *     alert(event.nextHop(), event.remoteReply());
 *   }
 * }
 * }</pre>
 */
public interface RecipientDeferredLogged extends RecipientLogged {

  Instant nextAttemptAt();
}
