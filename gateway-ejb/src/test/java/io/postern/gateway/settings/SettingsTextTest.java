package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SettingsTextTest {

  private static final String TEXT =
      """
      # The gateway.
      hostName: old.test   # its name

      routes:              # where mail goes
        - domain: a.test
          host: b.test
        # the rest
        - {domain: '*', host: c.test}
      # Below: limits.
      limits:
        sessions: 10       # few
        messageSize: 1MiB
      retry: {lifetime: 1d}
      """;

  @Test
  void valueIsReplaced_andTheCommentsBesideItStay() {
    assertEdited("hostName: old.test ", "hostName: new.test ", List.of("hostName"), "new.test");
    assertEdited("sessions: 10  ", "sessions: 20  ", List.of("limits", "sessions"), "20");
  }

  @Test
  void listIsReplaced_andTheCommentBehindItStays() {
    assertEquals(
        TEXT.replaceFirst("(?s)routes:.*c.test}", "routes:\n  - domain: \"*\"\n    host: d.test"),
        SettingsText.of(TEXT)
            .with(List.of("routes"), List.of(map("domain", "*", "host", "d.test")))
            .toString());
  }

  @Test
  void keyIsTakenAway_withItsLine() {
    assertEdited("hostName: old.test   # its name\n", "", List.of("hostName"), null);
    assertEdited("  messageSize: 1MiB\n", "", List.of("limits", "messageSize"), null);
    assertEdited("retry: {lifetime: 1d}\n", "", List.of("retry", "lifetime"), null);
  }

  @Test
  void keyThatIsNew_comesAtTheEndOfItsSection_orOfTheText() {
    assertEdited(
        "  messageSize: 1MiB\n",
        "  messageSize: 1MiB\n  recipients: 5\n",
        List.of("limits", "recipients"),
        "5");
    assertEdited(
        "lifetime: 1d}\n",
        "lifetime: 1d}\npostmaster: a@b.test\n",
        List.of("postmaster"),
        "a@b.test");
    assertEdited(
        "lifetime: 1d}\n",
        "lifetime: 1d}\nadmin:\n  port: 9443\n",
        List.of("admin", "port"),
        "9443");
    assertEdited(
        "retry: {lifetime: 1d}",
        "retry:\n  lifetime: 1d\n  schedule:\n    - 1m\n    - 5m",
        List.of("retry", "schedule"),
        List.of("1m", "5m"));
  }

  private static void assertEdited(
      String before, String after, List<String> path, @Nullable Object value) {
    assertEquals(TEXT.replace(before, after), SettingsText.of(TEXT).with(path, value).toString());
  }

  @Test
  void textWithoutADocument_takesValues() {
    for (String empty : List.of("", "# nothing yet\n", "---\n", "# no line end")) {
      assertEquals(
          Map.of("hostName", "a.test"),
          SettingsText.of(empty).with(List.of("hostName"), "a.test").values(),
          empty);
    }
  }

  @Test
  void textsThatMeanSomethingElseWithoutQuotes_comeBackAsTheyWere() {
    for (String odd :
        List.of(
            "*",
            "&a",
            "null",
            "~",
            "",
            " a ",
            "a: b",
            "a #b",
            "- a",
            "-",
            "...",
            "---",
            "{a}",
            "[a]",
            "'",
            "\"",
            "\\",
            "@domain",
            "%a",
            "a\nb",
            "a\tb",
            "\u0085",
            "\u2028",
            "ü\uD83D\uDE00",
            "a:",
            ":a",
            "!t",
            "|",
            ">",
            "?",
            "::1/128",
            "[::]",
            "true",
            "1e3",
            "0x1",
            "a,b",
            "\u0007",
            "\uFEFFx")) {
      SettingsText text =
          SettingsText.of("a: 1\n")
              .with(List.of("hostName"), odd)
              .with(List.of("relayDomains"), List.of(odd, odd))
              .with(List.of("routes"), List.of(Map.of("domain", odd)));
      assertEquals(odd, text.values().get("hostName"));
      assertEquals(List.of(odd, odd), text.values().get("relayDomains"));
      assertEquals(List.of(Map.of("domain", odd)), text.values().get("routes"));
    }
  }

  @Test
  void whatIsNoConfiguration_isRefused() {
    assertThrows(SettingsRefused.class, () -> SettingsText.of("a: [1"));
    assertThrows(SettingsRefused.class, () -> SettingsText.of("- a\n"));
    assertThrows(SettingsRefused.class, () -> SettingsText.of("a word"));
  }

  /** Any value of any text can be set and taken away, and nothing else changes by it. */
  @Test
  void everyOtherValue_staysWhatItWas() throws IOException {
    List<String> texts =
        List.of(
            Files.readString(Path.of("../docs/postern.yaml")),
            TEXT,
            TEXT.replace("\n", "\r\n"),
            "a: &x 1\nb: *x\nhostName: |\n  folded\n  twice\nlimits: {sessions: 1, idleTime: 2m}\nroutes:\nretry: ~\n",
            "{hostName: a.test, limits: {sessions: 1}}",
            "limits:\n    sessions:\n        10\n    recipients: 3\nhostName: >-\n  a\n  b\n\n# end",
            "hostName: ü\uD83D\uDE00.test # \uD83D\uDE00\nlimits: # \uD83D\uDE00\n  sessions: 1 # \uD83D\uDE00\n  recipients: 2");
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      String source = texts.get(random.nextInt(texts.size()));
      SettingsText text = SettingsText.of(source);
      Map<String, Object> expected = copy(text.values());
      for (int k = 0; k < 4; k++) {
        List<String> path = PATHS.get(random.nextInt(PATHS.size()));
        Object value = random.nextInt(3) == 0 ? null : VALUES.get(random.nextInt(VALUES.size()));
        text = text.with(path, value);
        set(expected, path, value);
        assertEquals(
            expected, text.values(), "seed " + seed + ", " + path + " " + value + "\n" + text);
      }
    }
  }

  private static final List<List<String>> PATHS =
      List.of(
          List.of("hostName"),
          List.of("routes"),
          List.of("postmaster"),
          List.of("limits", "sessions"),
          List.of("limits", "recipients"),
          List.of("limits", "idleTime"),
          List.of("retry", "lifetime"),
          List.of("extensions"));

  private static final List<Object> VALUES =
      List.of(
          "a",
          "*",
          List.of(),
          List.of("a", "b: c"),
          List.of(map("domain", "*", "host", "x"), map("domain", "b", "hold", "true")),
          Map.of("x", map("order", "1", "onUnparsable", Map.of("MessageReceived", "pass"))));

  private static void set(Map<String, Object> tree, List<String> path, @Nullable Object value) {
    if (path.size() == 1) {
      put(tree, path.getFirst(), value);
      return;
    }
    Map<String, Object> section = new LinkedHashMap<>();
    if (tree.get(path.getFirst()) instanceof Map<?, ?> given) {
      given.forEach((key, of) -> section.put((String) key, of));
    }
    put(section, path.get(1), value);
    put(tree, path.getFirst(), section.isEmpty() ? null : section);
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  private static Map<String, Object> copy(Map<String, Object> values) {
    return new LinkedHashMap<>(values);
  }

  private static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }
}
