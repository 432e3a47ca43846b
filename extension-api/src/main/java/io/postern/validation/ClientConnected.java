package io.postern.validation;

/**
 * TCP is accepted, the banner not yet sent (RFC 5321 section 3.1). Once per session.
 *
 * <p>May change the banner. {@code discard} and {@code quarantine} hold for every message of the
 * session. A refusal is answered in the banner's place, 554 or 421.
 *
 * <pre>{@code
 * void connected(@Observes ClientConnected event) {
 *   if (isListed(event.session().remoteAddress())) {
 *     event.answer(Verdict.delay(Duration.ofSeconds(20)));
 *   }
 * }
 * }</pre>
 */
public interface ClientConnected extends ValidationEvent {

  /** The text after the host name in the 220 greeting. */
  String banner();

  /**
   * @throws IllegalArgumentException when the text is not printable US-ASCII of at most 200 octets
   */
  void banner(String text);
}
