package io.postern.tests;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fingerprints of content, with and without the trace field that a relay puts on top. */
final class Digest {

  private Digest() {}

  static String of(byte[] content) {
    return of(content, 0);
  }

  /** Without the Received field at the top, which is the only thing a relay may add. */
  static String withoutTrace(byte[] content) {
    int at = 0;
    if (startsWith(content, "Received:")) {
      do {
        at = nextLine(content, at);
      } while (at < content.length && (content[at] == ' ' || content[at] == '\t'));
    }
    return of(content, at);
  }

  private static boolean startsWith(byte[] content, String name) {
    return content.length >= name.length()
        && new String(content, 0, name.length(), java.nio.charset.StandardCharsets.US_ASCII)
            .equalsIgnoreCase(name);
  }

  private static int nextLine(byte[] content, int from) {
    for (int i = from; i < content.length; i++) {
      if (content[i] == '\n') {
        return i + 1;
      }
    }
    return content.length;
  }

  private static String of(byte[] content, int from) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content, from, content.length - from);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
