package io.postern.gateway.export.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.gateway.export.ExportEvent;
import io.postern.text.Shown;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The one element of structured data (RFC 5424 section 6.3) that a message has: the number of the
 * event, and all its members where the settings say so.
 *
 * @param all whether it has all members
 */
record StructuredMembers(boolean all) {

  /** The number is that of documents, RFC 5612: the project has none of its own. */
  private static final String ID = "postern@32473";

  private static final int LONGEST_NAME = 32;
  private static final int LONGEST_VALUE = 1_000;

  /** For the member that says how many were left out. */
  private static final int RESERVE = 24;

  /**
   * @param most octets; members that do not fit are left out and counted by {@code omitted}
   */
  String element(ExportEvent event, int most) {
    StringBuilder element = new StringBuilder("[" + ID);
    int octets = element.length() + 1;
    int omitted = 0;
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, String> member : members(event).entrySet()) {
      String name = name(member.getKey());
      String parameter = " %s=\"%s\"".formatted(name, value(member.getValue()));
      int length = parameter.getBytes(UTF_8).length;
      if (!names.add(name) || octets + length + RESERVE > most) {
        omitted++;
      } else {
        element.append(parameter);
        octets += length;
      }
    }
    if (omitted > 0) {
      element.append(" omitted=\"").append(omitted).append('"');
    }
    return element.append(']').toString();
  }

  private SequencedMap<String, String> members(ExportEvent event) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    members.put("seq", Long.toString(event.sequence()));
    if (all) {
      members.put("event", event.event());
      event.id().ifPresent(id -> members.put("id", id));
      event.text("recipients").ifPresent(mailboxes -> members.put("recipients", mailboxes));
      members.putAll(event.facts());
    }
    return members;
  }

  /** Section 6.3.3: printable US-ASCII but for some characters. */
  private static String name(String member) {
    String name = member.replaceAll("[^!-~]|[=\\]\"]", "_");
    return name.substring(0, Math.min(LONGEST_NAME, name.length()));
  }

  /** Section 6.3.3: in UTF-8, with a backslash before three characters; of visible ones here. */
  private static String value(String text) {
    return Shown.of(text, LONGEST_VALUE).replaceAll("[\\\\\"\\]]", "\\\\$0");
  }
}
