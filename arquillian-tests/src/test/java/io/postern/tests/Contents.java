package io.postern.tests;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Mixed contents: plain, multipart, 8-bit, lines that begin with dots, long and empty lines. */
final class Contents {

  private Contents() {}

  /** Sizes from 1 KB to the largest: mostly small, few large, as mail is. */
  static int size(int largest, RandomGenerator random) {
    int roll = random.nextInt(100);
    int limit = roll < 80 ? 20_000 : roll < 97 ? 200_000 : largest;
    return 1000 + random.nextInt(Math.max(1, Math.min(limit, largest) - 999));
  }

  static byte[] numbered(String number, int size, RandomGenerator random) {
    StringBuilder content = new StringBuilder(size + 1024);
    content
        .append("From: Sender <sender@client.test>\r\nTo: someone@sink.test\r\nSubject: message ")
        .append(number)
        .append("\r\nX-Ledger: ")
        .append(number)
        .append("\r\nMessage-ID: <")
        .append(number)
        .append("@client.test>\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n");
    switch (random.nextInt(3)) {
      case 0 -> {
        content.append("Content-Type: text/plain; charset=us-ascii\r\n\r\n");
        lines(content, size, random, false);
      }
      case 1 -> {
        content.append(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n");
        lines(content, size, random, true);
      }
      default -> multipart(content, size, random);
    }
    return content.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void multipart(StringBuilder content, int size, RandomGenerator random) {
    content.append(
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_b.1\"\r\n\r\npreamble\r\n"
            + "--=_b.1\r\nContent-Type: text/plain\r\n\r\n");
    lines(content, Math.min(size / 4, 4000), random, false);
    content.append(
        "--=_b.1\r\nContent-Type: application/octet-stream\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n");
    byte[] octets = new byte[57];
    while (content.length() < size) {
      random.nextBytes(octets);
      content.append(Base64.getEncoder().encodeToString(octets)).append("\r\n");
    }
    content.append("--=_b.1--\r\n");
  }

  private static void lines(StringBuilder content, int size, RandomGenerator random, boolean high) {
    int end = content.length() + size;
    do {
      switch (random.nextInt(12)) {
        case 0 -> content.append(".");
        case 1 -> content.append("..");
        case 2 -> content.append(". dot and more");
        default -> {
          int length = random.nextInt(random.nextInt(20) == 0 ? 990 : 76);
          for (int i = 0; i < length; i++) {
            content.append(
                (char)
                    (high && random.nextInt(8) == 0
                        ? 0xa0 + random.nextInt(95)
                        : ' ' + random.nextInt(95)));
          }
        }
      }
      content.append("\r\n");
    } while (content.length() < end);
  }
}
