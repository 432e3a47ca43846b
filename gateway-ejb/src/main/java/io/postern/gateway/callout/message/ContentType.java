package io.postern.gateway.callout.message;

import io.postern.mail.UnparsableMessage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A Content-Type field (RFC 2045 section 5.1).
 *
 * @param name type and subtype in lower case
 */
record ContentType(String name, Parameters parameters) {

  static final ContentType DEFAULT = new ContentType("text/plain", Parameters.NONE);

  /** Within a digest (RFC 2046 section 5.1.5). */
  static final ContentType DIGEST_DEFAULT = new ContentType("message/rfc822", Parameters.NONE);

  private static final int LONGEST = 16 << 10;

  /**
   * Of the topmost such field; the default when there is none or it is no content type.
   *
   * @throws UnparsableMessage when the field is too long to be one
   */
  static ContentType of(HeaderOctets header, ContentType missing) {
    for (FieldOctets field : header.fields()) {
      if (field.named("Content-Type")) {
        if (field.end() - field.start() > LONGEST) {
          throw new UnparsableMessage("a Content-Type field of more than " + LONGEST + " octets");
        }
        return parse(field.rawValue()).orElse(missing);
      }
    }
    return missing;
  }

  private static Optional<ContentType> parse(String value) {
    ParameterReader reader = new ParameterReader(value);
    String name = reader.main().toLowerCase(Locale.ROOT);
    int slash = name.indexOf('/');
    if (slash < 1 || slash == name.length() - 1) {
      return Optional.empty();
    }
    return Optional.of(new ContentType(name, reader.parameters()));
  }

  boolean isMultipart() {
    return name.startsWith("multipart/");
  }

  boolean isText() {
    return name.startsWith("text/");
  }

  /** Empty when there is none. Blanks at its end do not count (RFC 2046 section 5.1.1). */
  String boundary() {
    return parameters.get("boundary").map(String::stripTrailing).orElse("");
  }

  /** US-ASCII where none is given; empty when it is not known here. */
  Optional<Charset> charset() {
    String charset = parameters.get("charset").map(String::strip).orElse("us-ascii");
    try {
      return Optional.of(Charset.forName(charset));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** How the body is read: bodies without charset are in practice often UTF-8. */
  Charset readingCharset() {
    return charset()
        .map(c -> c.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : c)
        .orElse(StandardCharsets.ISO_8859_1);
  }

  /** The field's value with UTF-8 as charset, the other parameters as they were. */
  String withUtf8() {
    return name + "; charset=utf-8" + parameters.written("charset");
  }
}
