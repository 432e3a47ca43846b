package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.command.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object of an answer. Every text leaves it fit for a terminal. */
final class Answer {

  private final Map<String, ?> members;

  private Answer(Map<String, ?> members) {
    this.members = members;
  }

  static Answer of(String json) {
    try {
      return new Answer(JsonText.object(json));
    } catch (IllegalArgumentException e) {
      throw CommandFailed.trying("the gateway's answer cannot be read (" + e.getMessage() + ")");
    }
  }

  /** A text, or a number as text; empty when it is not there. */
  String text(String name) {
    return optional(name).orElse("");
  }

  Optional<String> optional(String name) {
    Object value = members.get(name);
    return value == null ? Optional.empty() : Optional.of(Shown.text(value.toString()));
  }

  /** A text as it came, for a file; not fit for a terminal. */
  String raw(String name) {
    return members.get(name) instanceof String text ? text : "";
  }

  double number(String name) {
    return members.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  Answer object(String name) {
    return new Answer(map(members.get(name)));
  }

  List<Answer> objects(String name) {
    return list(name).stream().map(item -> new Answer(map(item))).toList();
  }

  List<String> texts(String name) {
    return list(name).stream().map(item -> Shown.text(String.valueOf(item))).toList();
  }

  /** As it came, on one line. */
  String json() {
    return JsonText.write(members);
  }

  private List<?> list(String name) {
    return members.get(name) instanceof List<?> list ? list : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, ?>) map : Map.of();
  }
}
