package io.postern.tests;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Octets as the files of the public cases write them: {@code \r \n \t \0 \xNN \\}. */
final class CaseText {

  private CaseText() {}

  static byte[] octets(String escaped) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        octets.write(c);
        continue;
      }
      switch (escaped.charAt(++i)) {
        case 'r' -> octets.write('\r');
        case 'n' -> octets.write('\n');
        case 't' -> octets.write('\t');
        case '0' -> octets.write(0);
        case 'x' -> {
          octets.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> octets.write(escaped.charAt(i));
      }
    }
    return octets.toByteArray();
  }

  /** Octets as characters, one each. */
  static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  static byte[] octetsOf(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Content as it goes after the 354: whole lines, dots stuffed, the final dot. */
  static byte[] stuffed(byte[] content) {
    String text = text(content);
    String whole = text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
    return octetsOf(("\r\n" + whole).replace("\r\n.", "\r\n..").substring(2) + ".\r\n");
  }
}
