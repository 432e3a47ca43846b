package io.postern.gateway.web.api;

import io.postern.gateway.web.http.Problem;
import io.postern.gateway.web.http.RequestGate;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON object in a request's body (RFC 8259): small, flat, each name once, and of the types
 * expected. Whatever is wrong with a body ends the request with 400, or 413 when it is too long;
 * nothing that a client sends is an error of the gateway.
 */
final class JsonBody {

  /** Parsers recurse; a body that nests deeper than this is none of ours. */
  private static final int DEPTH = 16;

  /** Two members of one name: readers differ in which of them counts (RFC 8259 section 4). */
  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

  private final JsonObject object;

  private JsonBody(JsonObject object) {
    this.object = object;
  }

  /** Reads it, or ends the request with 400 or 413. */
  static JsonBody read(InputStream body) {
    return read(body, RequestGate.JSON_LIMIT);
  }

  /** The same for a body of at most so many octets. */
  static JsonBody read(InputStream body, int limit) {
    byte[] octets = octets(body, limit + 1);
    if (octets.length > limit) {
      throw new Problems.Refused(Problem.of(413, "The body has more than " + limit + " octets"));
    }
    String text = utf8(octets);
    checkNesting(text);
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return new JsonBody(reader.readObject());
    } catch (RuntimeException | StackOverflowError e) {
      // Parsers raise far more than their own exceptions: for numbers, depth, names, state.
      throw wrong("The body is not a JSON object");
    }
  }

  /** A member that has to be there and to be text: without NUL and without half surrogate pairs. */
  String text(String name) {
    if (object.get(name) instanceof JsonString value) {
      return checked(name, value.getString());
    }
    throw wrong("The body needs the member " + name + ", a string");
  }

  /** A member that need not be there; empty then. */
  String textOrEmpty(String name) {
    return object.containsKey(name) ? text(name) : "";
  }

  /** A member that need not be there: a list of texts. */
  List<String> textsOrNone(String name) {
    if (!object.containsKey(name)) {
      return List.of();
    }
    if (object.get(name) instanceof JsonArray values
        && values.stream().allMatch(JsonString.class::isInstance)) {
      return values.getValuesAs(JsonString::getString).stream()
          .map(text -> checked(name, text))
          .toList();
    }
    throw wrong("The member " + name + " is a list of strings");
  }

  /** A member that need not be there: an object of texts. */
  Map<String, String> pairsOrNone(String name) {
    if (!object.containsKey(name)) {
      return Map.of();
    }
    if (object.get(name) instanceof JsonObject values
        && values.values().stream().allMatch(JsonString.class::isInstance)) {
      Map<String, String> pairs = new LinkedHashMap<>();
      values.keySet().forEach(key -> pairs.put(key, checked(name, values.getString(key))));
      return pairs;
    }
    throw wrong("The member " + name + " is an object of strings");
  }

  /** A member that has to be there and to be a whole number. */
  long number(String name) {
    if (object.get(name) instanceof JsonNumber value) {
      try {
        return value.bigDecimalValue().longValueExact();
      } catch (RuntimeException e) {
        throw wrong("The member " + name + " is not a whole number, or too large a one");
      }
    }
    throw wrong("The body needs the member " + name + ", a whole number");
  }

  private static String checked(String name, String text) {
    if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
      throw wrong("The member " + name + " holds what is not text (NUL or a lone surrogate)");
    }
    return text;
  }

  private static byte[] octets(InputStream body, int most) {
    try {
      return body.readNBytes(most);
    } catch (IOException e) {
      throw wrong("The body cannot be read to its end");
    }
  }

  private static String utf8(byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw wrong("The body is not UTF-8");
    }
  }

  /** Without recursion: not too deep, and nothing behind the first value, which readers ignore. */
  private static void checkNesting(String text) {
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i += inString ? 1 : 0;
        case '"' -> inString = !inString;
        case '{', '[' -> depth += inString ? 0 : 1;
        case '}', ']' -> {
          depth -= inString ? 0 : 1;
          if (depth == 0 && !inString && !text.substring(i + 1).isBlank()) {
            throw wrong("More than one JSON object stands in the body");
          }
        }
        default -> {}
      }
      if (depth > DEPTH) {
        throw wrong("The body nests deeper than " + DEPTH + " levels");
      }
    }
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }
}
