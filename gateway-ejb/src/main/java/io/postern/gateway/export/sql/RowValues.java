package io.postern.gateway.export.sql;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.mapping.ColumnExpression;
import io.postern.gateway.export.mapping.ColumnExpression.Constant;
import io.postern.gateway.export.mapping.ColumnExpression.Value;
import io.postern.gateway.export.mapping.Member;
import java.util.Optional;
import java.util.Set;

/**
 * The text of a value of a row. What no database takes in a text (NUL, half of a surrogate pair) is
 * U+FFFD: mail brings it in at will, and must not be able to have its events set aside.
 *
 * @param gateway the name of this gateway
 * @param alone members that are not to stand in {@link Member#REST}
 */
record RowValues(String gateway, Set<String> alone) {

  /** Empty for NULL: when the expression is a member that the event does not have. */
  Optional<String> text(ColumnExpression expression, ExportEvent event) {
    if (expression.terms().size() == 1) {
      return switch (expression.terms().getFirst()) {
        case Constant constant -> Optional.of(constant.text());
        case Value value -> value(value, event);
      };
    }
    StringBuilder text = new StringBuilder();
    for (ColumnExpression.Term term : expression.terms()) {
      switch (term) {
        case Constant constant -> text.append(constant.text());
        case Value value -> value(value, event).ifPresent(text::append);
      }
    }
    return Optional.of(text.toString());
  }

  private Optional<String> value(Value value, ExportEvent event) {
    return switch (value.member().name()) {
      case Member.GATEWAY -> Optional.of(gateway);
      case Member.JSON -> Optional.of(event.portableJson());
      case Member.REST -> event.jsonWithout(alone);
      default ->
          event.text(value.member().name()).map(RowValues::clean).map(text -> cut(text, value));
    };
  }

  private static String cut(String text, Value value) {
    return text.codePointCount(0, text.length()) <= value.most()
        ? text
        : text.substring(0, text.offsetByCodePoints(0, value.most()));
  }

  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return cleaned(text);
      }
    }
    return text;
  }

  private static String cleaned(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? 0xfffd
                    : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
