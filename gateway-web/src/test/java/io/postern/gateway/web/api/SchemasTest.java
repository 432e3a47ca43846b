package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.access.Role;
import io.postern.gateway.access.User;
import io.postern.gateway.audit.CalloutLogLine;
import io.postern.gateway.audit.CalloutStep;
import io.postern.gateway.audit.LoggingProgress;
import io.postern.gateway.callout.CalloutActivity;
import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.callout.worker.LostThread;
import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.delivery.LaneStatus;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.operation.BulkControl;
import io.postern.gateway.operation.BulkStatus;
import io.postern.gateway.operation.ExtensionControl;
import io.postern.gateway.operation.ExtensionView;
import io.postern.gateway.operation.GatewayStatus;
import io.postern.gateway.operation.JournalControl;
import io.postern.gateway.operation.QueueControl;
import io.postern.gateway.operation.QueueDecision;
import io.postern.gateway.operation.QueueEntry;
import io.postern.gateway.operation.QueuePage;
import io.postern.gateway.operation.SeriesControl;
import io.postern.gateway.operation.SettingsControl;
import io.postern.gateway.operation.SettingsState;
import io.postern.gateway.operation.SettingsTrial;
import io.postern.gateway.operation.StatusControl;
import io.postern.gateway.operation.SubjectsControl;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.search.MessageStory;
import io.postern.gateway.selftest.SelfTestReport;
import io.postern.gateway.series.SeriesPoints;
import io.postern.gateway.settings.AfterRestart;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.UnparsablePolicy;
import io.postern.gateway.settings.SettingsEntry;
import io.postern.gateway.spool.QueueCounts;
import io.postern.gateway.spool.QueueSelection;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.update.UpdateSituation;
import io.postern.gateway.web.access.Caller;
import io.postern.gateway.web.http.JsonFormat;
import io.postern.mail.Mailbox;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the resources answer has exactly the members that the description promises. */
final class SchemasTest {

  private static final SubjectsControl SEES_ALL = role -> true;
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private final JsonObject schemas = schemas();

  @Test
  void status() {
    GatewayStatus status =
        new GatewayStatus(
            GatewayStatus.State.REFUSING,
            "1",
            "gateway.example",
            AT,
            true,
            List.of(new Notice("spool.disk-low", Notice.Effect.REFUSING, "a notice", AT)),
            List.of(new GatewayStatus.Listener("in", "127.0.0.1:25")),
            1,
            4,
            new QueueCounts(4, 2, 1, 1),
            new GatewayStatus.Counts(3, 4, 5, 6, 7));
    JsonObject json = parsed(new StatusResource(control(StatusControl.class, status)).status());
    assertConforms(json, "GatewayStatus");
    assertEquals("refusing", json.getString("state"));
    assertEquals("refusing", json.getJsonArray("notices").getJsonObject(0).getString("effect"));
    assertEquals(4, json.getJsonObject("counts").getInt("rejected"));
  }

  @Test
  void extensions() {
    ExtensionView extension =
        new ExtensionView(
            "x",
            1,
            "x.war",
            AT,
            "ann",
            Optional.of("failure"),
            10,
            FailurePolicy.DEFER,
            Map.of(
                "MessageReceived",
                UnparsablePolicy.PASS,
                "MessageBeforeSpool",
                UnparsablePolicy.QUARANTINE),
            List.of(
                new CalloutActivity(
                    "MessageReceived",
                    "X.received",
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    1.5,
                    2000,
                    BreakerState.PROBING,
                    List.of("192.0.2.1"))),
            Optional.of(
                new LoggingProgress(
                    7,
                    8,
                    2.5,
                    BreakerState.OPEN,
                    Optional.of(AT),
                    List.of(
                        new LoggingProgress.ObserverCounts(
                            "RecipientDeliveredLogged",
                            "X.delivered",
                            9,
                            10,
                            11,
                            12,
                            1.5,
                            2000,
                            BreakerState.OPEN)))));
    LostThread lost =
        new LostThread(
            "x", "x--r1", "MessageReceived", "X.received", "postern-validation #7", AT, 1.5);
    ExtensionControl control =
        controlBy(
            ExtensionControl.class,
            Map.of("all", List.of(extension), "lostThreads", List.of(lost)));
    JsonObject list = parsed(new ExtensionsResource(control, nobody()).list());
    JsonObject shownLost = list.getJsonArray("lostThreads").getJsonObject(0);
    assertConforms(shownLost, "LostThread");
    assertEquals(1.5, shownLost.getJsonNumber("cpuSeconds").doubleValue());
    JsonObject json = list.getJsonArray("extensions").getJsonObject(0);
    assertConforms(json, "ExtensionView");
    JsonObject logging = json.getJsonObject("logging");
    assertEquals(8, logging.getInt("lag"));
    assertEquals(2.5, logging.getJsonNumber("lagSeconds").doubleValue());
    assertEquals(AT.toString(), logging.getString("pausedSince"));
    assertEquals("open", logging.getJsonArray("observers").getJsonObject(0).getString("breaker"));
    JsonObject callout = json.getJsonArray("callouts").getJsonObject(0);
    assertEquals(1.5, callout.getJsonNumber("medianMicros").doubleValue());
    assertEquals("probing", callout.getString("breaker"));
  }

  @Test
  void lanes() {
    LaneStatus lane =
        new LaneStatus(
            Destination.of(new NextHop("mx", 25)),
            1,
            2,
            3,
            4,
            5,
            6,
            Optional.of(AT),
            Optional.of("451"),
            Optional.of(AT));
    JsonObject json =
        parsed(
            new QueuesResource(
                    control(QueueControl.class, List.of(lane), new QueueCounts(4, 3, 2, 1)))
                .lanes());
    assertConforms(json.getJsonArray("lanes").getJsonObject(0), "LaneStatus");
    assertConforms(json.getJsonObject("messages"), "QueueCounts");
  }

  @Test
  void queuedMessage() {
    QueueEntry message =
        new QueueEntry(
            "0000000000001",
            "a@b.example",
            List.of(
                new QueueEntry.Recipient("c@d.example", QueueEntry.State.HELD, 2, Optional.of(AT))),
            AT,
            4711,
            Optional.of("subject"),
            Optional.of("from"),
            Optional.of("192.0.2.1:25"),
            Optional.of("a virus"),
            Optional.of("scanner"),
            false,
            Optional.of("Subject: subject\r\n"));
    JsonObject json =
        parsed(
            new MessagesResource(control(QueueControl.class, message), SEES_ALL, ann())
                .one("0000000000001"));
    assertConforms(json, "QueueEntry");
    assertEquals("held", json.getJsonArray("recipients").getJsonObject(0).getString("state"));
    JsonObject page = parsed(new QueuePage(List.of(message), Optional.of("2")));
    assertConforms(page.getJsonArray("messages").getJsonObject(0), "QueueEntry");
    assertEquals("2", page.getString("next"));
    assertConforms(
        parsed(
            new KeptMail.Decided(
                List.of(Mailbox.parse("c@d.example")),
                List.of(Mailbox.parse("e@f.example")),
                Optional.of(SpoolId.parse("0000000000001")))),
        "Decided");
  }

  @Test
  void decisionInBulk() {
    BulkStatus bulk =
        new BulkStatus(
            "0000000000001",
            QueueDecision.Kind.DELETE,
            QueueSelection.WAITING,
            Optional.of("<>"),
            Optional.of("@d.example"),
            Optional.of("spam"),
            "unwanted",
            "ann",
            AT,
            Optional.of(AT),
            BulkStatus.Progress.STOPPED,
            Optional.of(5L),
            3,
            4,
            1,
            List.of("0000000000002: is being delivered"));
    JsonObject json =
        parsed(new BulkResource(control(BulkControl.class, bulk), SEES_ALL, ann()).one("x"));
    assertConforms(json, "BulkStatus");
    assertEquals("delete", json.getString("action"));
    assertEquals("stopped", json.getString("progress"));
  }

  @Test
  void decisionInBulkThatIsNotClear_isRefused() {
    for (String body :
        List.of(
            "{}",
            "{\"action\":\"delete\"}",
            "{\"state\":\"held\"}",
            "{\"action\":\"drop\",\"state\":\"held\"}",
            "{\"action\":\"delete\",\"state\":\"\"}",
            "{\"action\":\"release\",\"state\":\"waiting\"}",
            "{\"action\":\"release\",\"state\":\"all\"}",
            "{\"action\":\"delete\",\"state\":\"held\",\"reason\":\"a\\nb\"}")) {
      BulkResource resource = new BulkResource(control(BulkControl.class), SEES_ALL, ann());
      assertEquals(
          400,
          assertThrows(
                  Problems.Refused.class,
                  () ->
                      resource.start(
                          new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
              .problem()
              .status(),
          body);
    }
  }

  @Test
  void conditionOfTheQueueThatIsNotUnderstood_isRefused() {
    for (Map<String, String> query :
        List.of(
            Map.of("sate", "held"),
            Map.of("state", "hold"),
            Map.of("limit", "0"),
            Map.of("limit", "501"),
            Map.of("limit", "x"),
            Map.of("subject", "x".repeat(513)))) {
      assertEquals(
          400,
          assertThrows(
                  Problems.Refused.class,
                  () -> MessagesResource.filter(new MultivaluedHashMap<>(query)))
              .problem()
              .status(),
          query.toString());
    }
  }

  @Test
  void selfTest() {
    JsonObject json =
        parsed(
            new SelfTestReport(
                false, 1200, List.of(new SelfTestReport.Part("smtp", false, "refused"))));
    assertConforms(json, "SelfTestReport");
    assertEquals(1200, json.getInt("tookMillis"));
  }

  @Test
  void update() {
    UpdateSituation state =
        new UpdateSituation(
            "writing",
            40,
            true,
            List.of(new UpdateSituation.Slot("a", "1.0", "running, confirmed")),
            Optional.of(new UpdateSituation.Last("returned", AT.toString(), "1.1", "ann", "why")));
    assertConforms(parsed(state), "UpdateSituation");
  }

  @Test
  void settings() {
    SettingsEntry entry = new SettingsEntry(7, "ann", AT, "why");
    List<AfterRestart> notInEffect = List.of(new AfterRestart("listeners", false));
    JsonObject state =
        parsed(
            new SettingsState(
                7,
                Optional.of("ann"),
                Optional.of(AT),
                Optional.of("why"),
                "hostName: x",
                "/etc",
                notInEffect));
    assertConforms(state, "SettingsState");
    assertConforms(state.getJsonArray("afterRestart").getJsonObject(0), "AfterRestart");
    assertConforms(parsed(new SettingsTrial(List.of("+x"), notInEffect)), "SettingsTrial");
    assertConforms(
        parsed(
                new SettingsResource(control(SettingsControl.class, List.of(entry)), nobody())
                    .revisions("10"))
            .getJsonArray("revisions")
            .getJsonObject(0),
        "SettingsEntry");
  }

  @Test
  void settingsForm() {
    SettingsFormResource resource = new SettingsFormResource();
    JsonObject keys = parsed(resource.schema());
    assertConforms(keys, "SettingsKeys");
    assertConforms(
        parsed(
            resource.values(
                new ByteArrayInputStream(
                    "{\"source\":\"a: {b: [c]}\"}".getBytes(StandardCharsets.UTF_8)))),
        "SettingsValues");
    assertConforms(
        parsed(
            resource.edit(
                new ByteArrayInputStream(
                    "{\"source\":\"\",\"path\":\"a\",\"value\":\"b\"}"
                        .getBytes(StandardCharsets.UTF_8)))),
        "EditedSettings");
  }

  @Test
  void series() {
    SeriesPoints points =
        new SeriesPoints(
            AT,
            10,
            List.of(
                new SeriesPoints.Line(
                    "queue", "messages", List.of(OptionalLong.of(1), OptionalLong.empty()))));
    JsonObject json =
        parsed(
            new SeriesResource(control(SeriesControl.class, points)).series("queue", "", "", "10"));
    assertConforms(json, "SeriesPoints");
    assertEquals(
        "[1,null]", json.getJsonArray("series").getJsonObject(0).getJsonArray("values").toString());
  }

  @Test
  void whatIsAbsent_isNotRequired() {
    QueueEntry message =
        new QueueEntry(
            "0000000000001",
            "",
            List.of(),
            AT,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
    assertEquals(
        new TreeSet<>(
            schemas
                .getJsonObject("QueueEntry")
                .getJsonArray("required")
                .getValuesAs(JsonString::getString)),
        new TreeSet<>(parsed(message).keySet()));
  }

  @Test
  void howMuchIsWanted_isANumberWithinBounds() {
    SettingsResource resource =
        new SettingsResource(control(SettingsControl.class, List.of()), nobody());
    for (String most : List.of("0", "-1", "1001", "x", "")) {
      assertEquals(
          400,
          assertThrows(Problems.Refused.class, () -> resource.revisions(most)).problem().status(),
          most);
    }
  }

  @Test
  void session() {
    JsonObject json =
        parsed(SessionResource.SessionView.of(new User("ann", Role.HELPDESK, AT, AT, true)));
    assertConforms(json, "SessionView");
    assertEquals("[\"helpdesk\"]", json.getJsonArray("roles").toString());
  }

  @Test
  void theCookie_isForThisHostAndOurPagesOnly() {
    assertEquals(
        "__Host-postern=x; Path=/; Secure; HttpOnly; SameSite=Strict", SessionResource.cookie("x"));
  }

  @Test
  void messageStory() {
    Optional<String> text = Optional.of("x");
    Optional<Instant> at = Optional.of(AT);
    OptionalLong number = OptionalLong.of(1);
    MessageStory story =
        new MessageStory(
            "x",
            Optional.of(
                new MessageStory.StorySession("S1", text, text, text, text, text, at, at, text)),
            Optional.of(
                new MessageStory.StoryAccepted(
                    AT, "a@b.test", number, text, text, text, text, text, text)),
            text,
            List.of(
                new MessageStory.StoryStep(
                    AT,
                    new CalloutStep(
                        "x",
                        "x--r1",
                        "x",
                        "pass",
                        true,
                        List.of("header"),
                        text,
                        text,
                        1,
                        text,
                        text))),
            0,
            List.of(new MessageStory.StoryLog(AT, new CalloutLogLine("x", "x--r1", "info", "x"))),
            0,
            List.of(
                new MessageStory.StoryRecipient(
                    "a@b.test",
                    MessageStory.StoryState.IN_ATTEMPT,
                    at,
                    text,
                    text,
                    at,
                    text,
                    text,
                    List.of(
                        new MessageStory.StoryAttempt(
                            1, at, at, text, text, text, text, text, number)))),
            List.of(new MessageStory.StoryAct(AT, "x", text, text)),
            List.of(new MessageStory.StoryReport("x", List.of("a@b.test"), text, text)),
            true,
            at,
            number);
    JsonObject json =
        parsed(new StoryResource(control(JournalControl.class, story), SEES_ALL, ann()).story("x"));
    assertConforms(json, "MessageStory");
    assertConforms(json.getJsonObject("session"), "StorySession");
    assertConforms(json.getJsonObject("envelope"), "StoryAccepted");
    JsonObject logged = json.getJsonArray("logged").getJsonObject(0);
    assertConforms(logged, "StoryLog");
    assertConforms(logged.getJsonObject("line"), "CalloutLogLine");
    JsonObject step = json.getJsonArray("extensions").getJsonObject(0);
    assertConforms(step, "StoryStep");
    assertConforms(step.getJsonObject("step"), "CalloutStep");
    JsonObject recipient = json.getJsonArray("recipients").getJsonObject(0);
    assertConforms(recipient, "StoryRecipient");
    assertEquals("in_attempt", recipient.getString("state"));
    assertConforms(recipient.getJsonArray("attempts").getJsonObject(0), "StoryAttempt");
    assertConforms(json.getJsonArray("acts").getJsonObject(0), "StoryAct");
    assertConforms(json.getJsonArray("reports").getJsonObject(0), "StoryReport");
  }

  private void assertConforms(JsonObject json, String name) {
    assertConforms(json, schemas.getJsonObject(name));
  }

  private void assertConforms(JsonObject json, JsonObject schema) {
    JsonObject properties = schema.getJsonObject("properties");
    assertEquals(new TreeSet<>(properties.keySet()), new TreeSet<>(json.keySet()));
    json.forEach(
        (name, value) -> assertType(name, value, resolved(properties.getJsonObject(name))));
  }

  private void assertType(String name, JsonValue value, JsonObject schema) {
    Set<String> allowed = types(schema);
    if (allowed.isEmpty()) {
      return;
    }
    String type =
        switch (value.getValueType()) {
          case STRING -> "string";
          case NUMBER -> allowed.contains("integer") ? "integer" : "number";
          case TRUE, FALSE -> "boolean";
          case ARRAY -> "array";
          case OBJECT -> "object";
          case NULL -> "null";
        };
    assertTrue(allowed.contains(type), () -> name + " is no " + allowed + ": " + type);
    if (schema.containsKey("enum")) {
      assertEquals(
          true,
          schema
              .getJsonArray("enum")
              .getValuesAs(JsonString::getString)
              .contains(((JsonString) value).getString()),
          name);
    }
    if (schema.containsKey("additionalProperties")) {
      JsonObject each = schema.getJsonObject("additionalProperties");
      value.asJsonObject().forEach((key, one) -> assertType(name + "." + key, one, each));
    } else if (value.getValueType() == JsonValue.ValueType.OBJECT) {
      assertConforms(value.asJsonObject(), schema);
    }
    if (value.getValueType() == JsonValue.ValueType.ARRAY) {
      JsonObject items = resolved(schema.getJsonObject("items"));
      value.asJsonArray().forEach(item -> assertType(name + "[]", item, items));
    }
  }

  /** None when it may be anything. */
  private static Set<String> types(JsonObject schema) {
    return switch (schema.get("type")) {
      case JsonString one -> Set.of(one.getString());
      case JsonArray several -> Set.copyOf(several.getValuesAs(JsonString::getString));
      case null, default -> Set.of();
    };
  }

  private JsonObject resolved(JsonObject schema) {
    String reference = schema.getString("$ref", "");
    return reference.isEmpty()
        ? schema
        : schemas.getJsonObject(reference.substring("#/components/schemas/".length()));
  }

  /** Answers each method with the first answer that fits its type. */
  private static <T> T control(Class<T> type, Object... answers) {
    return type.cast(
        Proxy.newProxyInstance(
            SchemasTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                Stream.of(answers)
                    .filter(answer -> method.getReturnType().isInstance(answer))
                    .findFirst()
                    .orElseThrow()));
  }

  private static <T> T controlBy(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            SchemasTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }

  private static HttpServletRequest ann() {
    Caller known = new Caller.Known(new User("ann", Role.HELPDESK, AT, AT, false));
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            SchemasTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> method.getName().equals("getAttribute") ? known : null);
  }

  private static HttpServletRequest nobody() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            SchemasTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private static JsonObject parsed(Object answer) {
    try (JsonReader reader = Json.createReader(new StringReader(JsonFormat.JSON.toJson(answer)))) {
      return reader.readObject();
    }
  }

  private static JsonObject schemas() {
    try (JsonReader reader = Json.createReader(new OpenApiResource().description())) {
      return reader.readObject().getJsonObject("components").getJsonObject("schemas");
    }
  }
}
