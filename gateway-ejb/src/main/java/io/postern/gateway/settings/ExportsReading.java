package io.postern.gateway.settings;

import io.postern.gateway.audit.EventField;
import io.postern.gateway.audit.EventType;
import io.postern.gateway.export.mapping.MappingRefused;
import io.postern.gateway.export.mapping.Member;
import io.postern.gateway.settings.ExportEntry.Privacy;
import io.postern.text.Shown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the keys of export targets mean that all types have. */
final class ExportsReading {

  static final int DEFAULT_BATCH = 1_000;
  static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);

  private static final Set<String> KEYS = SettingsSchema.names("exports");

  private final ExportKindReading kinds;

  /**
   * @param paths reads a path
   * @param data the data folder
   */
  ExportsReading(Function<String, Path> paths, Path data) {
    kinds = new ExportKindReading(paths, data);
  }

  Map<String, ExportEntry> read(Section section) {
    Map<String, ExportEntry> entries = new LinkedHashMap<>();
    for (String name : section.keys()) {
      try {
        Names.name(name);
      } catch (WrongValue e) {
        section.wrong(name, e.getMessage());
        continue;
      }
      Section entry = section.section(name, KEYS);
      kinds
          .read(entry)
          .ifPresent(
              kind ->
                  entries.put(
                      name,
                      new ExportEntry(
                          name,
                          entry.value("batch", DEFAULT_BATCH, Quantities.number(1, 10_000)),
                          entry.value(
                              "delay",
                              DEFAULT_DELAY,
                              Quantities.duration(Duration.ofSeconds(1), Duration.ofMinutes(1))),
                          entry.distinct("events", ExportsReading::event),
                          pairs(entry, "privacy", ExportsReading::checkPrivate, privacy()),
                          kind)));
    }
    return entries;
  }

  /** A text that must be valid; it is kept as it is. */
  static Function<String, String> checked(Consumer<String> check) {
    return text -> {
      try {
        check.accept(text);
        return text;
      } catch (MappingRefused e) {
        throw new WrongValue(String.valueOf(e.getMessage()));
      }
    };
  }

  static <T> Map<String, T> pairs(
      Section entry, String key, Consumer<String> name, Function<String, T> value) {
    Section given = entry.section(key, null);
    Map<String, T> pairs = new LinkedHashMap<>();
    for (String each : given.keys()) {
      try {
        String _ = checked(name).apply(each);
        given.required(each, value).ifPresent(read -> pairs.put(each, read));
      } catch (WrongValue e) {
        given.wrong(each, e.getMessage());
      }
    }
    return pairs;
  }

  private static Function<String, Privacy> privacy() {
    return Quantities.oneOf(
        List.of(Privacy.values()), rule -> rule.name().toLowerCase(Locale.ROOT));
  }

  private static void checkPrivate(String name) {
    boolean kind =
        Arrays.stream(EventField.Privacy.values())
            .anyMatch(
                of ->
                    of != EventField.Privacy.NONE
                        && of.name().toLowerCase(Locale.ROOT).equals(name));
    if (!kind) {
      Member member = new Member(name);
      if (Set.of(Member.GATEWAY, Member.JSON, Member.REST, "seq", "pos", "at", "event", "id")
          .contains(member.name())) {
        throw new WrongValue("is not about a person");
      }
    }
  }

  static String event(String name) {
    if (EventType.of(name).isEmpty()) {
      throw new WrongValue(Shown.of(name) + " is not an event (see docs/journal.md)");
    }
    return name;
  }
}
