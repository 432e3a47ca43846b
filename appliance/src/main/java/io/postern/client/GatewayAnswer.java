package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.text.Shown;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object of an answer. Every text leaves it fit for a terminal. */
final class GatewayAnswer {

  private static final int LONGEST = 1_000;

  private final JsonObject members;

  GatewayAnswer(JsonObject members) {
    this.members = members;
  }

  static GatewayAnswer of(String json) {
    try {
      return new GatewayAnswer(Json.object(json));
    } catch (IllegalArgumentException e) {
      throw CommandFailed.trying("the gateway's answer cannot be read (" + e.getMessage() + ")");
    }
  }

  /** A text, or a number as text; empty when it is not there. */
  String text(String name) {
    return optional(name).orElse("");
  }

  Optional<String> optional(String name) {
    JsonValue value = members.get(name);
    return value == null || value == JsonValue.NULL
        ? Optional.empty()
        : Optional.of(shown(plain(value)));
  }

  /** A text as it came, for a file; not fit for a terminal. */
  String raw(String name) {
    return members.get(name) instanceof JsonString text ? text.getString() : "";
  }

  double number(String name) {
    return members.get(name) instanceof JsonNumber number ? number.doubleValue() : 0;
  }

  GatewayAnswer object(String name) {
    return new GatewayAnswer(object(members.get(name)));
  }

  List<GatewayAnswer> objects(String name) {
    return list(name).stream().map(item -> new GatewayAnswer(object(item))).toList();
  }

  List<String> texts(String name) {
    return list(name).stream().map(item -> shown(plain(item))).toList();
  }

  /** As it came, on one line. */
  String json() {
    return Json.ascii(members);
  }

  private JsonArray list(String name) {
    return members.get(name) instanceof JsonArray list ? list : JsonValue.EMPTY_JSON_ARRAY;
  }

  private static JsonObject object(@Nullable JsonValue value) {
    return value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  /** Any text from outside, for a line of a terminal: at most 1,000 characters. */
  static String shown(String text) {
    return Shown.of(text, LONGEST);
  }

  private static String plain(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : value.toString();
  }
}
