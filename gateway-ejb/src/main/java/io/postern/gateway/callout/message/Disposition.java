package io.postern.gateway.callout.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** How a part is to be presented (RFC 2183). */
record Disposition(boolean isAttachment, Optional<String> fileName) {

  private static final int LONGEST_NAME = 4 << 10;

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
