package io.postern.gateway.callout.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A message's content as the only part of a {@code multipart/mixed}: the fields that describe the
 * body go with it, octet for octet (RFC 2045 section 9).
 *
 * @param header of the message around it
 * @param inner the part's own
 */
record Wrapping(HeaderOctets header, HeaderOctets inner, String boundary) {

  private static final int BOUNDARY_OCTETS = 16;

  static Wrapping of(HeaderOctets header) {
    HeaderOctets outer = header;
    HeaderOctets inner = HeaderOctets.EMPTY;
    for (FieldOctets field : header.fields()) {
      String name = field.field().name();
      if (name.toLowerCase(Locale.ROOT).startsWith("content-")) {
        inner = inner.withLast(field);
        outer = outer.without(name);
      }
    }
    String boundary = newBoundary();
    outer =
        outer.withLast(
            NewField.of("Content-Type", "multipart/mixed; boundary=\"" + boundary + '"'));
    // A multipart has no other encoding than those, and is as wide as what is in it.
    if (TransferEncoding.of(inner) == TransferEncoding.EIGHT_BIT) {
      outer = outer.withLast(NewField.of("Content-Transfer-Encoding", encodingOf(inner)));
    }
    if (outer.fields().stream().noneMatch(field -> field.named("MIME-Version"))) {
      outer = outer.withLast(NewField.of("MIME-Version", "1.0"));
    }
    return new Wrapping(outer, inner, boundary);
  }

  private static String encodingOf(HeaderOctets inner) {
    boolean binary =
        inner.fields().stream()
            .filter(field -> field.named("Content-Transfer-Encoding"))
            .findFirst()
            .filter(field -> field.rawValue().toLowerCase(Locale.ROOT).contains("binary"))
            .isPresent();
    return binary ? "binary" : TransferEncoding.EIGHT_BIT.token;
  }

  /** Cannot be in quoted-printable or base64, and is not guessed in anything else. */
  private static String newBoundary() {
    byte[] octets = new byte[BOUNDARY_OCTETS];
    ThreadLocalRandom.current().nextBytes(octets);
    return "=_" + HexFormat.of().formatHex(octets);
  }

  /** The body of the message around it. Nothing of the given one is copied. */
  BodyOctets body(BodyOctets content) {
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    before.writeBytes(ascii("--" + boundary + "\r\n"));
    before.writeBytes(inner.octets(true));
    byte[] after = ascii("\r\n--" + boundary + "--\r\n");
    return content.with(
        List.of(
            new BodyOctets.Edit(0, 0, before.toByteArray()),
            new BodyOctets.Edit(content.size(), content.size(), after)));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
