package io.postern.logging;

/**
 * Permanent failure: no further attempt is made, and a report is sent to the reverse-path unless it
 * is null. Once per recipient.
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
 * void failed(@Observes RecipientFailedLogged event) {
 *   suppressed.add(event.recipient());
 * }
 * }</pre>
 */
public interface RecipientFailedLogged extends RecipientLogged {

  /** Whether the lifetime was over, rather than a 5xx reply. */
  boolean expired();
}
