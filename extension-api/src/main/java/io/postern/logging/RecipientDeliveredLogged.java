package io.postern.logging;

/**
 * The next hop took the message for this recipient with a 2xx reply. Once per recipient.
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
 * void delivered(@Observes RecipientDeliveredLogged event) {
 *   delays.record(event.nextHop(), event.age());
 * }
 * }</pre>
 */
public interface RecipientDeliveredLogged extends RecipientLogged {}
