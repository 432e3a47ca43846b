package io.postern.gateway.callout;

import java.time.Instant;

/**
 * A callout that did not do its work.
 *
 * @param application the deployed revision of the extension
 * @param stage the event's name, such as {@code MessageReceived}
 * @param observer class and method
 * @param what happened, on one line and escaped; holds the exception's message, which may quote
 *     mail
 * @param policy what was applied: {@code defer}, {@code skip}, {@code reject}; for content that
 *     cannot be parsed {@code pass}, {@code reject}, {@code quarantine}
 * @param mail what it was called for
 */
public record CalloutFailure(
    Instant at,
    String extension,
    String application,
    String stage,
    String observer,
    Kind kind,
    String what,
    String policy,
    MailContext mail) {

  /** How a callout fails. */
  public enum Kind {
    /** It threw an exception or an Error, or left something that cannot be taken over. */
    EXCEPTION,
    /** Its time was over. */
    DEADLINE,
    /** The content of the message exceeds a limit of reading. No failure of the extension. */
    UNPARSABLE
  }
}
