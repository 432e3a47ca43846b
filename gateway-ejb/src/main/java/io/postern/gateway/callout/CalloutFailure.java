package io.postern.gateway.callout;

import io.postern.gateway.settings.Settings.FailurePolicy;
import java.time.Instant;

/**
 * A callout that did not do its work.
 *
 * @param application the deployed revision of the extension
 * @param stage the event's name, such as {@code MessageReceived}
 * @param observer class and method
 * @param what happened, on one line and escaped; holds the exception's message, which may quote
 *     mail
 * @param policy what was applied
 */
public record CalloutFailure(
    Instant at,
    String extension,
    String application,
    String stage,
    String observer,
    Kind kind,
    String what,
    FailurePolicy policy) {

  /** How a callout fails. */
  public enum Kind {
    /** It threw an exception or an Error, or left something that cannot be taken over. */
    EXCEPTION,
    /** Its time was over. */
    DEADLINE
  }
}
