package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EventFieldTest {

  private static final Map<EventField.Type, String> TYPES =
      Map.of(
          EventField.Type.INTEGER, "number",
          EventField.Type.TEXT, "text",
          EventField.Type.TIME, "time",
          EventField.Type.MAILBOX, "mailbox",
          EventField.Type.MAILBOXES, "mailboxes",
          EventField.Type.ENDPOINT, "endpoint");

  /** A table or a rule for a member is written by the page; the code goes by the list. */
  @Test
  void theDocumentedMembers_areTheKnownOnes_inTheirOrder() throws IOException {
    String page = Files.readString(Path.of("../docs/journal.md"));
    String section = page.substring(page.indexOf("\n## Members"), page.indexOf("### Relay"));
    List<String> rows =
        Pattern.compile("^\\| `([^`]+)` \\| (\\w*) \\| (\\w*) \\|", Pattern.MULTILINE)
            .matcher(section)
            .results()
            .map(row -> row.group(1) + ' ' + row.group(2) + ' ' + row.group(3))
            .toList();
    assertEquals(String.join("\n", known()), String.join("\n", rows));
  }

  private static List<String> known() {
    return Stream.of(EventField.values())
        .map(field -> field.member() + ' ' + TYPES.get(field.type()) + ' ' + privacy(field))
        .toList();
  }

  private static String privacy(EventField field) {
    return field.privacy() == EventField.Privacy.NONE
        ? ""
        : field.privacy().name().toLowerCase(Locale.ROOT);
  }

  @Test
  void aNumberedMember_isFoundByAnyOfItsNames() {
    assertEquals(Optional.of(EventField.CALLOUT), EventField.of("callout-01"));
    assertEquals(Optional.of(EventField.CALLOUT), EventField.of("callout-117"));
    for (String other : List.of("callout-1", "callout-NN", "callout-", "01", "subject-01", "")) {
      assertEquals(Optional.empty(), EventField.of(other), other);
    }
    assertEquals(Optional.of(EventField.SHA256), EventField.of("sha256"));
  }
}
