package io.postern.gateway.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one extension did at one stage, as a fact {@code callout-NN} of a line says it
 * (docs/journal.md, "What extensions did").
 *
 * @param stage the event type, such as {@code MessageReceived}
 * @param revision what was deployed, such as {@code spam--r12}
 * @param extension its name
 * @param verdict the strictest
 * @param applied whether it had an effect
 * @param changed what it changed
 * @param delayMillis how long the client was to wait
 * @param error why it did not do its work
 * @param calls how many calls these were
 * @param tookMillis milliseconds with three decimals, as they were written
 * @param text the reply or the reason of the verdict
 */
public record CalloutStep(
    String stage,
    String revision,
    String extension,
    String verdict,
    boolean applied,
    List<String> changed,
    Optional<String> delayMillis,
    Optional<String> error,
    int calls,
    Optional<String> tookMillis,
    Optional<String> text) {

  private static final String NAME = "callout-";

  public CalloutStep {
    changed = List.copyOf(changed);
  }

  /** Those of a line, in the order in which they were asked; what is malformed is left out. */
  public static List<CalloutStep> of(JournalLine line) {
    List<CalloutStep> steps = new ArrayList<>();
    for (int number = 1; ; number++) {
      Optional<String> fact = line.fact(NAME + (number < 10 ? "0" : "") + number);
      if (fact.isEmpty()) {
        return steps;
      }
      parse(fact.get()).ifPresent(steps::add);
    }
  }

  static Optional<CalloutStep> parse(String fact) {
    int textAt = fact.indexOf(" text=");
    String[] parts = (textAt < 0 ? fact : fact.substring(0, textAt)).split(" ");
    if (parts.length < 3) {
      return Optional.empty();
    }
    return Optional.of(
        new CalloutStep(
            parts[0],
            parts[1],
            extension(parts[1]),
            value(parts, "verdict").orElse(""),
            value(parts, "applied").isEmpty(),
            value(parts, "changed").map(names -> List.of(names.split(","))).orElse(List.of()),
            value(parts, "delay-ms"),
            value(parts, "error"),
            value(parts, "calls").map(CalloutStep::number).orElse(1),
            value(parts, "ms"),
            textAt < 0 ? Optional.empty() : Optional.of(fact.substring(textAt + 6))));
  }

  private static String extension(String revision) {
    int at = revision.lastIndexOf("--r");
    return at > 0 ? revision.substring(0, at) : revision;
  }

  private static Optional<String> value(String[] parts, String name) {
    for (int i = 2; i < parts.length; i++) {
      String part = parts[i];
      if (part.startsWith(name) && part.startsWith("=", name.length())) {
        return Optional.of(part.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  private static int number(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
