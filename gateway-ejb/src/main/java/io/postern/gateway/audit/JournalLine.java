package io.postern.gateway.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line of the journal, read.
 *
 * @param json the line itself, printable US-ASCII without line end
 * @param sequence its number in the journal
 * @param position the spool's, when the event came from there
 * @param id the message's, when it is about one
 * @param recipients where the line is about several, as {@code Accepted} is; empty otherwise
 * @param facts every other member of text, in the line's order; as hostile as the mail it came from
 */
public record JournalLine(
    String json,
    long sequence,
    OptionalLong position,
    Instant at,
    String event,
    Optional<String> id,
    List<String> recipients,
    Map<String, String> facts) {

  /**
   * A line of the journal that was kept elsewhere.
   *
   * @throws IllegalArgumentException when it is not a line as the journal writes them
   */
  public static JournalLine parse(String json) {
    return new Parser(json).line();
  }

  /** A fact of the event model, when the line has it. */
  public Optional<String> fact(EventField field) {
    return fact(field.member());
  }

  /** A fact, when the line has it. */
  public Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  /** Knows the one shape that is written: a flat object of numbers, texts and lists of texts. */
  private static final class Parser {

    private final String json;
    private int next;

    Parser(String json) {
      this.json = json;
    }

    JournalLine line() {
      OptionalLong sequence = OptionalLong.empty();
      OptionalLong position = OptionalLong.empty();
      List<String> recipients = List.of();
      Map<String, String> facts = new LinkedHashMap<>();
      expect('{');
      do {
        String name = text();
        expect(':');
        char kind = peek();
        if (kind == '"') {
          facts.put(name, text());
        } else if (kind == '[') {
          List<String> texts = texts();
          recipients = name.equals(EventField.RECIPIENTS.member()) ? texts : recipients;
        } else {
          long number = number();
          sequence = name.equals(EventField.SEQ.member()) ? OptionalLong.of(number) : sequence;
          position = name.equals(EventField.POS.member()) ? OptionalLong.of(number) : position;
        }
      } while (more('}'));
      String at = facts.remove(EventField.AT.member());
      String event = facts.remove(EventField.EVENT.member());
      if (next != json.length() || sequence.isEmpty() || at == null || event == null) {
        throw damaged();
      }
      String id = facts.remove(EventField.ID.member());
      facts.remove(EventField.CRC.member());
      facts.remove(EventField.CHAIN.member());
      return new JournalLine(
          json,
          sequence.getAsLong(),
          position,
          instant(at),
          event,
          Optional.ofNullable(id),
          recipients,
          java.util.Collections.unmodifiableMap(facts));
    }

    private Instant instant(String text) {
      try {
        return Instant.parse(text);
      } catch (java.time.DateTimeException e) {
        throw new IllegalArgumentException("not a time in a line of the journal", e);
      }
    }

    private List<String> texts() {
      expect('[');
      if (peek() == ']') {
        next++;
        return List.of();
      }
      List<String> texts = new ArrayList<>();
      do {
        texts.add(text());
      } while (more(']'));
      return List.copyOf(texts);
    }

    private String text() {
      expect('"');
      int from = next;
      while (peek() != '"') {
        if (json.charAt(next) == '\\') {
          return escapedText(from);
        }
        next++;
      }
      return json.substring(from, next++);
    }

    private String escapedText(int from) {
      StringBuilder text = new StringBuilder(next - from + 64).append(json, from, next);
      while (peek() != '"') {
        char c = json.charAt(next++);
        if (c == '\\') {
          c = peek();
          next++;
          if (c == 'u') {
            if (next + 4 > json.length()) {
              throw damaged();
            }
            c = (char) Integer.parseInt(json, next, next + 4, 16);
            next += 4;
          }
        }
        text.append(c);
      }
      next++;
      return text.toString();
    }

    private long number() {
      int from = next;
      while (peek() >= '0' && peek() <= '9') {
        next++;
      }
      if (next == from) {
        throw damaged();
      }
      return Long.parseLong(json, from, next, 10);
    }

    private boolean more(char end) {
      char c = peek();
      next++;
      if (c != ',' && c != end) {
        throw damaged();
      }
      return c == ',';
    }

    private void expect(char c) {
      if (peek() != c) {
        throw damaged();
      }
      next++;
    }

    private char peek() {
      if (next >= json.length()) {
        throw damaged();
      }
      return json.charAt(next);
    }

    private IllegalArgumentException damaged() {
      return new IllegalArgumentException("not a line of the journal, at character " + next);
    }
  }
}
