package io.postern.gateway.export;

import io.postern.gateway.audit.JournalLine;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Events as targets get them, without privacy rules. */
public final class TestEvents {

  /** What mail brings in to end a line, a field, a quote, or to command a terminal. */
  public static final List<String> HOSTILE =
      List.of(
          "two\r\nlines",
          "\n2026-11-24T12:00:00.000+00:00 mail postfix/smtp[1]: FORGED: to=<x@forged.example>,"
              + " relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (forged)",
          "\r2026-11-24 12:00:00 000000-FORGED-01 => x@forged.example R=r T=t",
          "from=<x@forged.example>, size=9999999",
          ">, relay=none, delay=1, dsn=2.0.0, status=sent (250 forwarded as F0RGED)",
          "[1]: F0RGED: client=forged[192.0.2.66]",
          "reject: header reject: RCPT from x[1]: 550 no",
          " U=root S=999999 T=forged SA => rejected refused dropped",
          "=cmd|' /C calc'!A0",
          "quotes \" ' and ] and \\ and }",
          "nul \0 escape \u001b[31m bell \u0007 next line \u0085 separator \u2028\u2029",
          "half \ud83d of a pair, override \u202e",
          "x".repeat(5_000),
          "");

  private TestEvents() {}

  /**
   * @param facts with {@code recipients} divided by blanks
   */
  public static ExportEvent of(
      long sequence, String at, String event, String id, SequencedMap<String, String> facts) {
    StringBuilder json =
        new StringBuilder(
            "{\"seq\":%d,\"at\":\"%s\",\"event\":\"%s\"".formatted(sequence, at, event));
    if (!id.isEmpty()) {
      JsonText.member(json, "id", id);
    }
    facts.forEach(
        (name, value) -> {
          if (name.equals("recipients")) {
            JsonText.member(json, name, List.of(value.split(" ")));
          } else {
            json.append(',').append(escaped(name)).append(':').append(escaped(value));
          }
        });
    return new ExportEvent(
        JournalLine.parse(json.append('}').toString()),
        new PrivacyRules(Map.of(), new Pseudonyms(new byte[1])));
  }

  /** As the journal does, which has every character of a text. */
  private static String escaped(String value) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      json.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
    return json.append('"').toString();
  }
}
