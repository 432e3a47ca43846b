package io.postern.gateway.callout.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** How a part is to be presented (RFC 2183). */
record Disposition(boolean isAttachment, Optional<String> fileName) {

  private static final int LONGEST_NAME = 4 << 10;

  /** Characters of a parameter's value in one line. */
  private static final int SECTION = 60;

  /**
   * Of the topmost Content-Disposition field.
   *
   * @param type whose name parameter stands in for a missing file name
   */
  static Disposition of(HeaderOctets header, ContentType type) {
    Optional<ParameterReader> field = field(header);
    return new Disposition(
        // What is neither is to be treated as an attachment (RFC 2183 section 2.8).
        field.filter(found -> !found.main().equalsIgnoreCase("inline")).isPresent(),
        field
            .flatMap(found -> found.parameters().get("filename"))
            .or(() -> type.parameters().get("name"))
            .map(Disposition::decoded));
  }

  /**
   * The field's value for an attachment of that name. A name beyond US-ASCII is written by RFC
   * 2231, a long one in sections.
   *
   * @throws IllegalArgumentException when the name is empty, or holds a slash, a backslash or a
   *     control character
   */
  static String attachment(String fileName) {
    boolean plain = true;
    for (int i = 0; i < fileName.length(); i++) {
      char c = fileName.charAt(i);
      if (c == '/' || c == '\\' || Character.isISOControl(c)) {
        throw new IllegalArgumentException(
            "character " + i + " of the file name is a folder's or a control character");
      }
      plain &= c < 0x7f && c != '"';
    }
    if (fileName.isBlank()) {
      throw new IllegalArgumentException("a file name is not blank");
    }
    return plain && fileName.length() <= SECTION
        ? "attachment; filename=\"" + fileName + '"'
        : "attachment" + sections(fileName);
  }

  private static String sections(String fileName) {
    List<StringBuilder> sections = new ArrayList<>();
    sections.add(new StringBuilder("UTF-8''"));
    for (byte octet : fileName.getBytes(StandardCharsets.UTF_8)) {
      if (sections.getLast().length() > SECTION - 3) {
        sections.add(new StringBuilder());
      }
      boolean itself =
          octet > 0 && (Character.isLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0);
      if (itself) {
        sections.getLast().append((char) octet);
      } else {
        sections.getLast().append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sections.size(); i++) {
      text.append("; filename*").append(sections.size() == 1 ? "" : i + "*").append('=');
      text.append(sections.get(i));
    }
    return text.toString();
  }

  private static Optional<ParameterReader> field(HeaderOctets header) {
    for (FieldOctets field : header.fields()) {
      if (field.named("Content-Disposition")) {
        String value = field.rawValue();
        return Optional.of(
            new ParameterReader(value.substring(0, Math.min(value.length(), 4 * LONGEST_NAME))));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String name) {
    if (!name.contains("=?") || name.length() > LONGEST_NAME) {
      return name;
    }
    try {
      return DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      return name;
    }
  }
}
