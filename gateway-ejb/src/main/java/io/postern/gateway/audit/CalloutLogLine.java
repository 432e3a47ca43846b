package io.postern.gateway.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an extension logged during a callout, as a fact {@code callout-log-NN} of a line says it
 * (docs/journal.md, "What extensions did").
 *
 * @param stage the event type, such as {@code MessageReceived}
 * @param revision what was deployed, such as {@code spam--r12}
 * @param level {@code info}, {@code warning} and so on
 * @param text the line, at most 200 characters
 */
public record CalloutLogLine(String stage, String revision, String level, String text) {

  private static final String NAME = "callout-log-";
  private static final String LEVEL = "level=";
  private static final String TEXT = " text=";

  /** Those of a line, in their order; what is malformed is left out. */
  public static List<CalloutLogLine> of(JournalLine line) {
    List<CalloutLogLine> logged = new ArrayList<>();
    for (int number = 1; ; number++) {
      Optional<String> fact = line.fact(NAME + (number < 10 ? "0" : "") + number);
      if (fact.isEmpty()) {
        return logged;
      }
      parse(fact.get()).ifPresent(logged::add);
    }
  }

  private static Optional<CalloutLogLine> parse(String fact) {
    int textAt = fact.indexOf(TEXT);
    String[] parts = (textAt < 0 ? fact : fact.substring(0, textAt)).split(" ");
    if (textAt < 0 || parts.length != 3 || !parts[2].startsWith(LEVEL)) {
      return Optional.empty();
    }
    return Optional.of(
        new CalloutLogLine(
            parts[0],
            parts[1],
            parts[2].substring(LEVEL.length()),
            fact.substring(textAt + TEXT.length())));
  }
}
