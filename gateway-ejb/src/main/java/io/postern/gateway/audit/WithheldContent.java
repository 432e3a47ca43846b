package io.postern.gateway.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines as they are shown to somebody who may not see what messages say. Withheld are the subject,
 * conditions of searches, which quote subjects, and what extensions kept and logged, which may
 * quote anything; the member {@code withheld} names what a line has of these. Such a line has no
 * checksum and no chain, as it is not the one that was written.
 */
public final class WithheldContent {

  private static final String NOTE = "note.";

  private WithheldContent() {}

  /** The line without such members; the same line when it has none. */
  public static JournalLine of(JournalLine line) {
    List<String> withheld = line.facts().keySet().stream().filter(WithheldContent::is).toList();
    return withheld.isEmpty() ? line : JournalLine.parse(without(line.json(), withheld));
  }

  /** The same for a line as it stands in the journal. */
  public static String of(String json) {
    return of(JournalLine.parse(json)).json();
  }

  private static boolean is(String member) {
    return member.startsWith(NOTE)
        || EventField.of(member)
            .filter(
                field ->
                    switch (field) {
                      case SUBJECT, SUBJECT_DECODED, CONDITIONS, CALLOUT_LOG -> true;
                      default -> false;
                    })
            .isPresent();
  }

  private static String without(String json, List<String> withheld) {
    List<String> members = new ArrayList<>();
    for (int at = 1; at < json.length(); ) {
      int end = endOfMember(json, at);
      String member = json.substring(at, end);
      String name = member.substring(1, endOfText(member, 0) - 1);
      if (!withheld.contains(name)
          && !name.equals(EventField.CRC.member())
          && !name.equals(EventField.CHAIN.member())) {
        members.add(member);
      }
      at = end + 1;
    }
    members.add("\"" + EventField.WITHHELD.member() + "\":\"" + String.join(" ", withheld) + "\"");
    return "{" + String.join(",", members) + "}";
  }

  /** Where the comma or brace behind a member stands. */
  private static int endOfMember(String json, int from) {
    int at = from;
    boolean inList = false;
    while (inList || (json.charAt(at) != ',' && json.charAt(at) != '}')) {
      switch (json.charAt(at)) {
        case '"' -> at = endOfText(json, at);
        case '[' -> {
          inList = true;
          at++;
        }
        case ']' -> {
          inList = false;
          at++;
        }
        default -> at++;
      }
    }
    return at;
  }

  /** Behind the closing quote of a text. */
  private static int endOfText(String json, int from) {
    int at = from + 1;
    while (json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
