package io.postern.gateway.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.gateway.audit.EventField;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names in place of values: the first 128 bits of HMAC-SHA-256 (RFC 2104), 32 hexadecimal digits.
 * The same value has the same name in every member, so that one can count and join; without the key
 * nobody can try values out. Of a mailbox the domain counts in lower case, and the null
 * reverse-path stays empty. Thread-safe.
 */
final class Pseudonyms {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int OCTETS = 16;

  private final Key key;

  /**
   * @param key 32 octets that no target knows
   */
  Pseudonyms(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  String of(String member, String value) {
    if (value.isEmpty()) {
      return value;
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] hash = mac.doFinal(compared(member, value).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, OCTETS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static String compared(String member, String value) {
    boolean mailbox =
        EventField.of(member)
            .map(EventField::type)
            .filter(type -> type == EventField.Type.MAILBOX || type == EventField.Type.MAILBOXES)
            .isPresent();
    int at = value.lastIndexOf('@');
    return mailbox && at >= 0
        ? value.substring(0, at) + value.substring(at).toLowerCase(Locale.ROOT)
        : value;
  }
}
