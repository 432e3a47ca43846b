package io.postern.gateway.export.mapping;

import io.postern.gateway.audit.EventField;
import io.postern.text.Shown;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a value of a row is taken from: a member of the line by its name in docs/journal.md, or one
 * of {@link #GATEWAY}, {@link #JSON} and {@link #REST}.
 *
 * @param name one of those
 */
public record Member(String name) {

  /** The name under which this gateway exports. */
  public static final String GATEWAY = "gateway";

  /** The whole event as JSON. */
  public static final String JSON = "json";

  /** The members that no other column has alone, as JSON. */
  public static final String REST = "rest";

  private static final Pattern NUMBERED = Pattern.compile("callout-[0-9]{2}");

  /**
   * @throws MappingRefused when there is no such member
   */
  public Member {
    boolean known =
        name.equals(GATEWAY)
            || name.equals(JSON)
            || name.equals(REST)
            || EventField.of(name).isPresent()
            || NUMBERED.matcher(name).matches();
    if (!known) {
      throw new MappingRefused(
          Shown.of(name)
              + " is no member of an event (see docs/journal.md), nor gateway, json or rest");
    }
  }

  /** How its value is to be read; empty when it is text. */
  public Optional<EventField.Type> type() {
    return EventField.of(name).map(EventField::type);
  }
}
