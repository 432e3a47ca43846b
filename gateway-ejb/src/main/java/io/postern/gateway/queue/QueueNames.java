package io.postern.gateway.queue;

import io.postern.gateway.routing.NextHop;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names of JMS queues. OpenMQ allows only what could be a Java identifier, so a name is a readable
 * part, which may be ambiguous, and a digest, which is not.
 */
final class QueueNames {

  private static final int LONGEST_READABLE = 60;

  private QueueNames() {}

  static String of(NextHop nextHop) {
    String exact = nextHop.toString().toLowerCase(Locale.ROOT);
    StringBuilder name = new StringBuilder("postern_");
    exact
        .chars()
        .limit(LONGEST_READABLE)
        .forEach(
            c -> name.append((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? (char) c : '_'));
    return name.append('_').append(digest(exact)).toString();
  }

  private static String digest(String text) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
