package io.postern.gateway.export;

import io.postern.gateway.audit.JournalLine;
import java.util.Map;

/** An event that never happened, to try a target with. */
public final class SampleEvent {

  private static final String LINE =
      "{\"seq\":0,\"pos\":0,\"at\":\"2026-01-01T00:00:00.000Z\",\"event\":\"Delivered\","
          + "\"id\":\"000000000TEST\",\"reverse-path\":\"ann@example.org\","
          + "\"recipient\":\"bob@example.com\",\"next-hop\":\"mx.example.com:25\","
          + "\"remote\":\"192.0.2.25:25\",\"attempt\":\"1\",\"status\":\"2.0.0\","
          + "\"reply\":\"250 2.0.0 taken\",\"duration-ms\":\"96\",\"session\":\"TEST\","
          + "\"peer\":\"192.0.2.7:40022\",\"helo\":\"client.example.org\","
          + "\"message-id\":\"<test@example.org>\",\"subject\":\"Test of an export target\"}";

  private SampleEvent() {}

  /** With members of each type, numbered 0, which no line of a journal is. */
  public static ExportEvent event() {
    return new ExportEvent(
        JournalLine.parse(LINE), new PrivacyRules(Map.of(), new Pseudonyms(new byte[1])));
  }

  /** A stream whose position nobody else moves. */
  public static ExportStream stream(String target) {
    return new ExportStream(target, ExportStream.Kind.LIVE, "test");
  }
}
