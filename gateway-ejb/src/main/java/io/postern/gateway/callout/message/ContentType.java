package io.postern.gateway.callout.message;

import io.postern.gateway.charset.NamedCharsets;
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

  /** Where nothing else is sure (RFC 2045 section 6.4). */
  static final String OPAQUE = "application/octet-stream";

  /**
   * Of the topmost such field that is one; the default when there is none.
   *
   * @throws UnparsableMessage when a field is too long to be one
   */
  static ContentType of(HeaderOctets header, ContentType missing) {
    for (FieldOctets field : header.fields()) {
      Optional<ContentType> found = in(field);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return missing;
  }

  /** Whether several fields name different types, so that readers may differ in which they take. */
  static boolean isAmbiguous(HeaderOctets header) {
    ContentType first = null;
    for (FieldOctets field : header.fields()) {
      Optional<ContentType> found = in(field);
      if (found.isPresent()) {
        if (first != null && !found.get().equals(first)) {
          return true;
        }
        first = found.get();
      }
    }
    return first != null && first.parameters.isAmbiguous("boundary");
  }

  private static Optional<ContentType> in(FieldOctets field) {
    if (!field.named("Content-Type")) {
      return Optional.empty();
    }
    if (field.end() - field.start() > LONGEST) {
      throw new UnparsableMessage("a Content-Type field of more than " + LONGEST + " octets");
    }
    return parse(field.rawValue());
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

  boolean isHtml() {
    return name.equals("text/html");
  }

  /** RFC 3676 section 3. */
  boolean isFlowed() {
    return parameters.get("format").map(String::strip).orElse("").equalsIgnoreCase("flowed");
  }

  /** The charset as it is called, in lower case; US-ASCII where none is given. */
  String charsetName() {
    String given = parameters.get("charset").map(String::strip).orElse("");
    return given.isEmpty() ? "us-ascii" : given.toLowerCase(Locale.ROOT);
  }

  /** US-ASCII where none is given; empty when it is not known here, or given in two ways. */
  Optional<Charset> charset() {
    if (parameters.isAmbiguous("charset")) {
      return Optional.empty();
    }
    String charset = charsetName();
    // The same characters; the suffix says who orders them (RFC 1556).
    boolean directed = charset.startsWith("iso-8859-") && charset.matches("iso-8859-[68]-[ei]");
    return NamedCharsets.find(directed ? charset.substring(0, charset.length() - 2) : charset);
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
