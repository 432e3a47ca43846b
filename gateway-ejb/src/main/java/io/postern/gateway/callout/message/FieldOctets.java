package io.postern.gateway.callout.message;

import io.postern.mail.HeaderField;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A header field as a slice of octets, its line ends included. A line that is no field (RFC 5322
 * section 2.2) is kept the same way, with an empty name.
 *
 * @param octets not to be changed
 * @param nameEnd exclusive; {@code start} when the line is no field
 * @param valueStart after the colon
 * @param end after the last line end
 */
record FieldOctets(byte[] octets, int start, int nameEnd, int valueStart, int end) {

  boolean isField() {
    return nameEnd > start;
  }

  /** Whether it would be taken for a continuation of a field put above it. */
  boolean isContinuation() {
    return octets[start] == ' ' || octets[start] == '\t';
  }

  boolean named(String name) {
    int length = nameEnd - start;
    if (length != name.length() || length == 0) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (lower(octets[start + i]) != lower((byte) name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
  }

  HeaderField field() {
    return new HeaderField(
        new String(octets, start, nameEnd - start, StandardCharsets.US_ASCII), rawValue());
  }

  /** As UTF-8 (RFC 6532) when it is that, else as ISO 8859-1, so that no octet is lost. */
  String rawValue() {
    int length = endsWithLine() ? end - lineEnd() - valueStart : end - valueStart;
    for (int i = valueStart; i < valueStart + length; i++) {
      if (octets[i] < 0) {
        return decoded(length);
      }
    }
    return new String(octets, valueStart, length, StandardCharsets.ISO_8859_1);
  }

  private String decoded(int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets, valueStart, length))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(octets, valueStart, length, StandardCharsets.ISO_8859_1);
    }
  }

  boolean endsWithLine() {
    return end > start && octets[end - 1] == '\n';
  }

  private int lineEnd() {
    return end - 1 > valueStart && octets[end - 2] == '\r' ? 2 : 1;
  }

  void writeTo(ByteArrayOutputStream sink) {
    sink.write(octets, start, end - start);
  }
}
