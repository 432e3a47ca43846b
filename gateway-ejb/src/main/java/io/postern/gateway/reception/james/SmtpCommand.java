package io.postern.gateway.reception.james;

import java.util.Locale;

/**
 * One command: its verb and what is done when it comes (RFC 5321 section 4.1.1).
 *
 * @param verb in upper case
 * @param <S> the session as the step sees it
 */
public record SmtpCommand<S>(String verb, Step<? super S> step) {

  /** Runs on the session's thread and may block. */
  @FunctionalInterface
  public interface Step<S> {

    /**
     * @param argument what follows the verb, printable US-ASCII, empty when nothing did
     */
    SmtpReply run(S session, String argument);
  }

  /**
   * @throws IllegalArgumentException when the verb is not in upper case
   */
  public SmtpCommand {
    if (verb.isEmpty() || !verb.equals(verb.toUpperCase(Locale.ROOT))) {
      throw new IllegalArgumentException("not a verb in upper case: " + verb);
    }
  }
}
