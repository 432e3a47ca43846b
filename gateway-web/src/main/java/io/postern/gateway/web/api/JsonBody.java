package io.postern.gateway.web.api;

import io.postern.gateway.web.http.Problem;
import io.postern.gateway.web.http.RequestGate;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON object in a request's body: small, flat, and of the types expected. */
final class JsonBody {

  /** Parsers recurse; a body that nests deeper than this is none of ours. */
  private static final int DEPTH = 16;

  private final JsonObject object;

  private JsonBody(JsonObject object) {
    this.object = object;
  }

  /** Reads it, or ends the request with 400 or 413. */
  static JsonBody read(InputStream body) throws IOException {
    return read(body, RequestGate.JSON_LIMIT);
  }

  /** The same for a body of at most so many octets. */
  static JsonBody read(InputStream body, int limit) throws IOException {
    byte[] octets = body.readNBytes(limit + 1);
    if (octets.length > limit) {
      throw new Problems.Refused(Problem.of(413, "The body has more than " + limit + " octets"));
    }
    String text = utf8(octets);
    if (depth(text) > DEPTH) {
      throw wrong("The body nests deeper than " + DEPTH + " levels");
    }
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return new JsonBody(reader.readObject());
    } catch (JsonException | IllegalStateException e) {
      throw wrong("The body is not a JSON object");
    }
  }

  /** A member that has to be there and to be text. */
  String text(String name) {
    if (object.get(name) instanceof JsonString value) {
      return value.getString();
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
      return values.getValuesAs(JsonString::getString);
    }
    throw wrong("The member " + name + " is a list of strings");
  }

  /** A member that has to be there and to be a whole number. */
  long number(String name) {
    if (object.get(name) instanceof JsonNumber value && value.isIntegral()) {
      try {
        return value.longValueExact();
      } catch (ArithmeticException e) {
        throw wrong("The member " + name + " is too large a number");
      }
    }
    throw wrong("The body needs the member " + name + ", a whole number");
  }

  private static String utf8(byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw wrong("The body is not UTF-8");
    }
  }

  private static int depth(String text) {
    int depth = 0;
    int deepest = 0;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i += inString ? 1 : 0;
        case '"' -> inString = !inString;
        case '{', '[' -> deepest = Math.max(deepest, inString ? 0 : ++depth);
        case '}', ']' -> depth -= inString ? 0 : 1;
        default -> {}
      }
    }
    return deepest;
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }
}
