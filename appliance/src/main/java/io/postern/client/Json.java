package io.postern.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.Locale;
import java.util.Map;
import org.eclipse.parsson.JsonProviderImpl;

/** JSON (RFC 8259) by the server's own Parsson. */
final class Json {

  /** Named, not looked for: that would open each of the server's jars. */
  private static final JsonProvider PARSSON = new JsonProviderImpl();

  private Json() {}

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException when it is not one JSON object
   */
  static JsonObject object(String text) {
    try (JsonParser parser = PARSSON.createParser(new StringReader(text))) {
      parser.next();
      JsonObject object = parser.getObject();
      // Throws when anything follows.
      parser.hasNext();
      return object;
    } catch (RuntimeException e) {
      // Of several kinds: no object, not JSON, nested too deeply.
      throw new IllegalArgumentException("not a JSON object", e);
    }
  }

  /** An object of texts, numbers, and lists of texts. */
  static JsonObject of(Map<String, ?> members) {
    @SuppressWarnings("unchecked") // the map is only read
    Map<String, Object> map = (Map<String, Object>) members;
    return PARSSON.createObjectBuilder(map).build();
  }

  /** On one line, in printable US-ASCII: fit for a terminal of any kind. */
  static String ascii(JsonValue value) {
    String text = value.toString();
    StringBuilder ascii = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        ascii.append(c);
      } else {
        // Such a character stands only inside a string.
        ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return ascii.toString();
  }
}
