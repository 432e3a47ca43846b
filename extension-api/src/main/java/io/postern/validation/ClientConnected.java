package io.postern.validation;

/**
 * TCP is accepted, the banner not yet sent (RFC 5321 section 3.1). Once per session.
 *
 * <ul>
 *   <li><b>Thread:</b> a virtual thread of the validation workers. Sessions are served at the same
 *       time, as many as there are; of one session one callout at a time.
 *   <li><b>May change:</b> the banner, and the {@linkplain io.postern.session.Session#notes
 *       session's notes}.
 *   <li><b>Verdicts:</b> a refusal is answered in the banner's place, 554 or 421. {@code discard}
 *       and {@code quarantine} hold for every message of the session.
 *   <li><b>Exception, or later than 5 s</b> (unless configured): nothing of the callout is taken
 *       over and the extension's failure policy answers; a late one is interrupted.
 * </ul>
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
