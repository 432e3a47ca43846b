package io.postern.validation;

import java.util.SequencedSet;

/**
 * HELO or EHLO was given (RFC 5321 section 4.1.1.1). Once for each of these commands, so perhaps
 * more than once in a session.
 *
 * <p>May change the announced capabilities.
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

  /** The EHLO keywords with parameters that will be announced; to be changed in place. */
  SequencedSet<String> capabilities();
}
