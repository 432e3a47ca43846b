package io.postern.gateway.export.mapping;

import io.postern.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a column is filled with: terms that are joined by {@code ||}. A term is a constant in single
 * quotes (doubled within), a member's name, or {@code left(NAME, N)}, the first N characters of a
 * member. A member that an event has not is empty text beside others, and NULL alone.
 *
 * @param terms at least one
 */
public record ColumnExpression(List<Term> terms) {

  /** A part of an expression. */
  public sealed interface Term {}

  /** The same for each event. */
  public record Constant(String text) implements Term {}

  /**
   * A member's value.
   *
   * @param most characters of it; {@link Integer#MAX_VALUE} for all
   */
  public record Value(Member member, int most) implements Term {}

  private static final int LONGEST = 1_000;

  public ColumnExpression {
    terms = List.copyOf(terms);
  }

  /** A member as it is. */
  public static ColumnExpression of(String member) {
    return new ColumnExpression(List.of(new Value(new Member(member), Integer.MAX_VALUE)));
  }

  /**
   * @throws MappingRefused when it cannot be understood
   */
  public static ColumnExpression parse(String text) {
    if (text.length() > LONGEST) {
      throw new MappingRefused("is longer than " + LONGEST + " characters");
    }
    return new Parser(text).expression();
  }

  /** The member that alone makes the column, whole; its type is then that of the value. */
  public Optional<Member> alone() {
    return terms.size() == 1
            && terms.getFirst() instanceof Value value
            && value.most() == Integer.MAX_VALUE
        ? Optional.of(value.member())
        : Optional.empty();
  }

  private static final class Parser {

    private final String text;
    private int next;

    Parser(String text) {
      this.text = text;
    }

    ColumnExpression expression() {
      List<Term> terms = new ArrayList<>();
      do {
        terms.add(term());
        blanks();
      } while (taken("||"));
      if (next < text.length()) {
        throw refused("|| was expected");
      }
      return new ColumnExpression(terms);
    }

    private Term term() {
      blanks();
      if (taken("'")) {
        return new Constant(constant());
      }
      String name = name();
      if (!name.equals("left") || !taken("(")) {
        return new Value(new Member(name), Integer.MAX_VALUE);
      }
      blanks();
      Member member = new Member(name());
      blanks();
      if (!taken(",")) {
        throw refused("a comma was expected");
      }
      blanks();
      int most = number();
      blanks();
      if (!taken(")")) {
        throw refused("a closing parenthesis was expected");
      }
      return new Value(member, most);
    }

    private String constant() {
      StringBuilder constant = new StringBuilder();
      while (next < text.length()) {
        char c = text.charAt(next++);
        if (c != '\'') {
          constant.append(c);
        } else if (taken("'")) {
          constant.append('\'');
        } else {
          return constant.toString();
        }
      }
      throw refused("a constant is not closed");
    }

    private String name() {
      int from = next;
      while (next < text.length() && isOfName(text.charAt(next))) {
        next++;
      }
      if (next == from) {
        throw refused("a member or a constant in single quotes was expected");
      }
      return text.substring(from, next);
    }

    private int number() {
      int from = next;
      while (next < text.length() && Character.isDigit(text.charAt(next))) {
        next++;
      }
      try {
        return Integer.parseInt(text, from, next, 10);
      } catch (NumberFormatException e) {
        throw refused("a number was expected");
      }
    }

    private void blanks() {
      while (next < text.length() && text.charAt(next) == ' ') {
        next++;
      }
    }

    private boolean taken(String what) {
      boolean there = text.startsWith(what, next);
      next += there ? what.length() : 0;
      return there;
    }

    private MappingRefused refused(String why) {
      return new MappingRefused(
          "%s: %s at character %d".formatted(Shown.of(text, 100), why, next + 1));
    }
  }

  static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }
}
