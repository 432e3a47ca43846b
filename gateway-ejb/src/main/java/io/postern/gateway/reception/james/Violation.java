package io.postern.gateway.reception.james;

import java.util.Optional;

/** What was wrong with the octets of a line or of content. */
public enum Violation {
  /** A CR without LF; the dialogue ends, because nobody knows where the next line begins. */
  BARE_CR,
  /** An LF without CR; the dialogue ends, because nobody knows where the next line begins. */
  BARE_LF,
  /** NUL or another control character in a command line. */
  CONTROL_CHARACTER,
  /** An octet above 127 in a command line; SMTPUTF8 was not agreed (RFC 6531 section 3.5). */
  EIGHT_BIT,
  /** A command line beyond the limit (RFC 5321 section 4.5.3.1.4). */
  LINE_TOO_LONG,
  /** A line or content that goes on far beyond its limit; the dialogue ends. */
  ENDLESS;

  /** The octets that no command line may hold. */
  static Optional<Violation> inCommand(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      byte octet = octets[i];
      if (octet < ' ' || octet == 0x7f) {
        return Optional.of(octet < 0 ? EIGHT_BIT : CONTROL_CHARACTER);
      }
    }
    return Optional.empty();
  }
}
