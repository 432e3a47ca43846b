package io.postern.gateway.export.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a body: {@code t=UNIXTIME,v1=HEX}, the HMAC (RFC 2104) with SHA-256 of the time in digits,
 * a full stop and the body. The time is in it so that a body that somebody has copied cannot be
 * given later.
 */
final class BodySignature {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param key not empty
   */
  BodySignature(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  String of(byte[] body, Instant at) {
    String time = Long.toString(at.getEpochSecond());
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((time + ".").getBytes(US_ASCII));
      return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
