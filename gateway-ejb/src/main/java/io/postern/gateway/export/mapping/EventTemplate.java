package io.postern.gateway.export.mapping;

import io.postern.text.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of text with members in braces: {@code {at} {event} from {reverse-path:json}}. Behind a
 * colon stands how the value is escaped. A brace that is text is doubled.
 *
 * @param parts in order
 */
public record EventTemplate(List<Part> parts) {

  /** A part of a template. */
  public sealed interface Part {}

  /** The same for each event. */
  public record Text(String text) implements Part {}

  /**
   * A member's value.
   *
   * @param escaping empty for that of the target
   */
  public record Inserted(Member member, Optional<Escaping> escaping) implements Part {}

  private static final int LONGEST = 4_000;

  public EventTemplate {
    parts = List.copyOf(parts);
  }

  /**
   * @throws MappingRefused when it is no template of one line
   */
  public static EventTemplate parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new MappingRefused("is not 1 to " + LONGEST + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new MappingRefused("holds a control character; a template is one line");
    }
    List<Part> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    int next = 0;
    while (next < text.length()) {
      char c = text.charAt(next);
      if ((c == '{' || c == '}') && next + 1 < text.length() && text.charAt(next + 1) == c) {
        plain.append(c);
        next += 2;
      } else if (c == '}') {
        throw new MappingRefused(
            "has a closing brace at character %d without an opening one; write }} for a brace"
                .formatted(next + 1));
      } else if (c == '{') {
        int end = text.indexOf('}', next);
        if (end < 0) {
          throw new MappingRefused(
              "has a brace at character %d that is not closed; write {{ for a brace"
                  .formatted(next + 1));
        }
        if (!plain.isEmpty()) {
          parts.add(new Text(plain.toString()));
          plain.setLength(0);
        }
        parts.add(inserted(text.substring(next + 1, end)));
        next = end + 1;
      } else {
        plain.append(c);
        next++;
      }
    }
    if (!plain.isEmpty()) {
      parts.add(new Text(plain.toString()));
    }
    return new EventTemplate(parts);
  }

  private static Inserted inserted(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Inserted(new Member(text), Optional.empty())
        : new Inserted(
            new Member(text.substring(0, colon)), Optional.of(escaping(text.substring(colon + 1))));
  }

  private static Escaping escaping(String word) {
    return Arrays.stream(Escaping.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new MappingRefused(Shown.of(word) + " is no escaping: text, json or csv"));
  }
}
