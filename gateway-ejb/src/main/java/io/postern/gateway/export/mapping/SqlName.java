package io.postern.gateway.export.mapping;

import io.postern.text.Shown;
import java.util.regex.Pattern;

/**
 * Name of a column, or of a table with or without its schema: plain ({@code audit.events}), so that
 * the database's rules for upper and lower case count, or in double quotes ({@code "Audit Log"}),
 * exactly as it is. Never a keyword's place: nothing else than a name can stand in it.
 *
 * @param text as it was given, with double quotes where it has some
 */
public record SqlName(String text) {

  private static final String PART =
      "[A-Za-z_][A-Za-z0-9_$#]{0,127}|\"[^\"\\p{Cntrl}`\\[\\]]{1,128}\"";
  private static final Pattern COLUMN = Pattern.compile(PART);
  private static final Pattern TABLE =
      Pattern.compile("(?:(?:" + PART + ")\\.){0,2}(?:" + PART + ")");

  /**
   * @throws MappingRefused when it cannot be a column's name
   */
  public static SqlName column(String text) {
    return checked(COLUMN, text, "a column");
  }

  /**
   * @throws MappingRefused when it cannot be a table's name
   */
  public static SqlName table(String text) {
    return checked(TABLE, text, "a table");
  }

  private static SqlName checked(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw new MappingRefused(Shown.of(text) + " is not the name of " + what);
    }
    return new SqlName(text);
  }

  /** Another table beside this one, in the same schema. */
  public SqlName sibling(String plain) {
    return new SqlName(schema() + plain);
  }

  /** The schema with its dot, as it was given; empty without one. */
  private String schema() {
    boolean quoted = false;
    int end = 0;
    for (int i = 0; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '"';
      end = text.charAt(i) == '.' && !quoted ? i + 1 : end;
    }
    return text.substring(0, end);
  }

  /**
   * For a statement.
   *
   * @param open the database's quote before a name
   * @param close the database's quote behind it
   */
  public String sql(char open, char close) {
    StringBuilder sql = new StringBuilder(text.length());
    boolean within = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        c = within ? close : open;
        within = !within;
      }
      sql.append(c);
    }
    return sql.toString();
  }
}
