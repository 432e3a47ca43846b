package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schema says of a key is what a configuration is read by. */
final class SettingsSchemaTest {

  private static final Path FOLDER = Path.of("/etc/postern");

  /** What else stands beside a key, so that it alone can be wrong. */
  private static final Map<String, String> BESIDE =
      Map.of(
          "routes.domain", "host: b.test, ",
          "routes.host", "domain: a.test, ",
          "routes.port", "domain: a.test, host: b.test, ",
          "routes.hold", "domain: a.test, host: b.test, ",
          "listeners.name", "port: 2600, ",
          "listeners.address", "port: 2600, ",
          "listeners.lenient", "port: 2600, ",
          "limits.headerSize", "messageSize: 4GiB, ");

  /** What a target of each type must have. */
  private static final Map<String, Map<String, String>> EXPORTS =
      Map.of(
          "database", Map.of("type", "database", "url", "jdbc:h2:mem:sample"),
          "file", Map.of("type", "file"),
          "syslog", Map.of("type", "syslog", "host", "log.test"),
          "webhook", Map.of("type", "webhook", "url", "https://hook.test/", "secret", "hook-key"));

  /** Of keys that a database does not have. */
  private static final Map<String, String> TYPE_OF_KEY =
      Stream.of(
              "file folder size daily keep keepDays format members templates escaping",
              "syslog host port transport authorities facility application structured length",
              "webhook lines timeout allowHttp")
          .map(line -> line.split(" "))
          .flatMap(words -> Stream.of(words).skip(1).map(key -> Map.entry(key, words[0])))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  /** A key of the schema, and the top-level key before it, if there is one. */
  private record Place(String top, SettingsKey key) {

    /** A configuration that gives it this value. */
    String with(String value) {
      String behind = key.list() ? "[" + value + "]" : value;
      if (top.isEmpty()) {
        return key.name() + ": " + behind;
      }
      String keys = "{" + beside() + key.name() + ": " + behind + "}";
      return switch (top) {
        case "routes", "listeners" -> top + ": [" + keys + "]";
        case "extensions", "exports" -> top + ": {sample: " + keys + "}";
        default -> top + ": " + keys;
      };
    }

    private String beside() {
      if (!top.equals("exports")) {
        return BESIDE.getOrDefault(toString(), "");
      }
      return EXPORTS
          .getOrDefault(TYPE_OF_KEY.getOrDefault(key.name(), "database"), Map.of())
          .entrySet()
          .stream()
          .filter(entry -> !entry.getKey().equals(key.name()))
          .map(entry -> entry.getKey() + ": '" + entry.getValue() + "', ")
          .collect(Collectors.joining());
    }

    @Override
    public String toString() {
      return top.isEmpty() ? key.name() : top + "." + key.name();
    }
  }

  private static Stream<Place> places() {
    return SettingsSchema.all().stream()
        .flatMap(
            top ->
                top.keys().isEmpty()
                    ? Stream.of(new Place("", top))
                    : top.keys().stream().map(key -> new Place(top.name(), key)));
  }

  @ParameterizedTest
  @MethodSource("places")
  void boundsAreInclusive_andWhatIsBeyondThemIsRefused(Place place) {
    SettingsKey key = place.key();
    switch (key.kind()) {
      case SIZE -> {
        read(place.with(key.least()));
        read(place.with(key.most()));
        refused(place, String.valueOf(Long.parseLong(key.least()) - 1));
        String unit = key.most().replaceAll("[0-9]", "");
        long most = Long.parseLong(key.most().replace(unit, ""));
        refused(place, (most + 1) + unit);
      }
      case NUMBER -> {
        read(place.with(key.least()));
        read(place.with(key.most()));
        if (!key.least().equals("0")) {
          refused(place, String.valueOf(Long.parseLong(key.least()) - 1));
        }
        refused(place, String.valueOf(Long.parseLong(key.most()) + 1));
        refused(place, "word");
      }
      case DURATION -> {
        read(place.with(key.least()));
        read(place.with(key.most()));
        refused(place, "0s");
        refused(place, "31d");
      }
      case FLAG -> {
        read(place.with("true"));
        read(place.with("false"));
        refused(place, "perhaps");
      }
      case WORD -> {
        // A type needs keys of its own.
        if (!place.toString().equals("exports.type")) {
          key.words().forEach(word -> read(place.with(word)));
        }
        refused(place, "none-of-them");
      }
      case TEXT, PAIRS, KEYS, NAMED -> assertTrue(key.least().isEmpty() && key.most().isEmpty());
    }
    assertFalse(key.help().isBlank());
  }

  @ParameterizedTest
  @MethodSource("places")
  void usualValue_isWhatHoldsWhenTheKeyIsNotGiven(Place place) {
    SettingsKey key = place.key();
    if (key.usual().isEmpty() || key.kind() == SettingsKey.Kind.KEYS) {
      return;
    }
    String usual =
        Arrays.stream(key.usual().split(", "))
            .map(value -> '"' + value + '"')
            .collect(Collectors.joining(", "));
    String without =
        place.with(usual).replace(key.name() + ": " + (key.list() ? "[" + usual + "]" : usual), "");
    assertEquals(read(without), read(place.with(usual)));
  }

  @ParameterizedTest
  @MethodSource("places")
  void keyThatIsRequired_isMissedWhenItIsNotGiven(Place place) {
    if (place.key().required()) {
      String without = place.with("~");
      SettingsRefused refused = assertThrows(SettingsRefused.class, () -> read(without));
      assertTrue(
          refused.found().stream().anyMatch(p -> p.path().endsWith(place.key().name())),
          refused::toString);
    }
  }

  private static Settings read(String yaml) {
    return SettingsFile.parse("test", yaml, FOLDER);
  }

  private static void refused(Place place, String value) {
    assertThrows(
        SettingsRefused.class,
        () -> SettingsFile.parse("test", place.with(value), FOLDER),
        () -> place.with(value));
  }
}
