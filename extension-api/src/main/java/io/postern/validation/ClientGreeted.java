package io.postern.validation;

import java.util.SequencedSet;

/**
 * HELO or EHLO was given, and is not answered yet (RFC 5321 section 4.1.1.1). Once for each of
 * these commands, so perhaps more than once in a session.
 *
 * <ul>
 *   <li><b>Thread:</b> a virtual thread of the validation workers. Sessions are served at the same
 *       time, as many as there are; of one session one callout at a time.
 *   <li><b>May change:</b> the announced capabilities, which after HELO nobody sees, and the
 *       {@linkplain io.postern.session.Session#notes session's notes}.
 *   <li><b>Verdicts:</b> a refusal answers the command; the client may give another. {@code
 *       discard} and {@code quarantine} hold for every message of the session.
 *   <li><b>Exception, or later than 5 s</b> (unless configured): nothing of the callout is taken
 *       over and the extension's failure policy answers; a late one is interrupted.
 * </ul>
 *
 * <pre>{@code
 * void greeted(@Observes ClientGreeted event) {
 *   if (event.name().equals("localhost")) {
 *     event.answer(Verdict.reject("Use your own name"));
 *   }
 * }
 * }</pre>
 */
public interface ClientGreeted extends ValidationEvent {

  /** The client's name for itself; not verified. */
  String name();

  /** Whether it was EHLO. */
  boolean extended();

  /**
   * The EHLO keywords with parameters that will be announced; to be changed in place. One that is
   * not printable US-ASCII of 1 to 506 octets makes the callout fail.
   */
  SequencedSet<String> capabilities();
}
