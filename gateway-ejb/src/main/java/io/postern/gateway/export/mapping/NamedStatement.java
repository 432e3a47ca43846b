package io.postern.gateway.export.mapping;

import io.postern.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One statement of the administrator's own, in which {@code :member} stands for a value: {@code
 * INSERT INTO log (sender) VALUES (:reverse-path)}. Values never become a part of its text. What
 * stands in quotes and in comments is left as it is, and so is {@code ::type}.
 *
 * @param sql with question marks in place of values
 * @param members whose values they are, in order
 */
public record NamedStatement(String sql, List<Member> members) {

  private static final int LONGEST = 8_000;
  private static final Pattern BEGIN =
      Pattern.compile("(?i)(INSERT|MERGE|REPLACE|UPSERT|CALL|EXEC)\\b.*", Pattern.DOTALL);

  public NamedStatement {
    members = List.copyOf(members);
  }

  /**
   * @throws MappingRefused when it is not one statement that adds a row
   */
  public static NamedStatement parse(String text) {
    String statement = text.strip();
    if (statement.length() > LONGEST) {
      throw new MappingRefused("is longer than " + LONGEST + " characters");
    }
    if (!BEGIN.matcher(statement).matches()) {
      throw new MappingRefused("begins with INSERT, MERGE, REPLACE, UPSERT, CALL or EXEC");
    }
    return new Parser(statement).statement();
  }

  private static final class Parser {

    private final String text;
    private final StringBuilder sql = new StringBuilder();
    private final List<Member> members = new ArrayList<>();
    private int next;

    Parser(String text) {
      this.text = text;
    }

    NamedStatement statement() {
      while (next < text.length()) {
        char c = text.charAt(next);
        switch (c) {
          case '\'', '"', '`' -> upTo(String.valueOf(c), 1);
          case '-' -> comment("--", "\n");
          case '/' -> comment("/*", "*/");
          case ':' -> value();
          case ';' -> throw new MappingRefused("holds a semicolon; one statement is expected");
          case '?' -> throw new MappingRefused("holds a question mark; write :member for a value");
          case '$' -> throw new MappingRefused("holds a dollar sign");
          default -> copy(1);
        }
      }
      if (members.isEmpty()) {
        throw new MappingRefused("names no value, such as :seq");
      }
      return new NamedStatement(sql.toString(), members);
    }

    private void value() {
      if (text.startsWith("::", next)) {
        copy(2);
        return;
      }
      int from = ++next;
      while (next < text.length() && ColumnExpression.isOfName(text.charAt(next))) {
        next++;
      }
      if (next == from) {
        throw new MappingRefused("a member's name was expected behind the colon");
      }
      members.add(new Member(text.substring(from, next)));
      sql.append('?');
    }

    private void comment(String begin, String end) {
      if (text.startsWith(begin, next)) {
        upTo(end, begin.length());
      } else {
        copy(1);
      }
    }

    private void upTo(String end, int skipped) {
      int at = text.indexOf(end, next + skipped);
      if (at < 0) {
        throw new MappingRefused("%s is not closed".formatted(Shown.of(text.substring(next), 40)));
      }
      copy(at + end.length() - next);
    }

    private void copy(int characters) {
      sql.append(text, next, next + characters);
      next += characters;
    }
  }
}
