package io.postern.gateway.export;

import io.postern.gateway.audit.EventField;
import io.postern.gateway.settings.ExportEntry.Privacy;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a target gets of each member. A rule for a member counts before the rule for its kind of
 * privacy ({@code mailbox}, {@code network}, {@code content}); without a rule the value is kept.
 * Thread-safe.
 */
final class PrivacyRules {

  private final Map<String, Privacy> rules;
  private final Pseudonyms pseudonyms;

  /**
   * @param rules by member, or by the name of an {@link EventField.Privacy} in lower case
   */
  PrivacyRules(Map<String, Privacy> rules, Pseudonyms pseudonyms) {
    this.rules = Map.copyOf(rules);
    this.pseudonyms = pseudonyms;
  }

  boolean keepsAll() {
    return rules.values().stream().allMatch(rule -> rule == Privacy.KEEP);
  }

  /** The value that the target gets; empty when it gets none. */
  Optional<String> apply(String member, String value) {
    return switch (rule(member)) {
      case KEEP -> Optional.of(value);
      case DROP -> Optional.empty();
      case PSEUDONYM -> Optional.of(pseudonyms.of(member, value));
    };
  }

  SequencedMap<String, String> apply(Map<String, String> facts) {
    SequencedMap<String, String> kept = new LinkedHashMap<>();
    facts.forEach((name, value) -> apply(name, value).ifPresent(left -> kept.put(name, left)));
    return kept;
  }

  private Privacy rule(String member) {
    Privacy own = rules.get(member);
    return own == null ? rules.getOrDefault(kind(member), Privacy.KEEP) : own;
  }

  /** A member that is not known may quote anything. */
  private static String kind(String member) {
    return EventField.of(member)
        .map(EventField::privacy)
        .orElse(EventField.Privacy.CONTENT)
        .name()
        .toLowerCase(Locale.ROOT);
  }
}
