package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.operation.BulkStatus;
import io.postern.gateway.operation.ExtensionStatus;
import io.postern.gateway.operation.GatewayControl;
import io.postern.gateway.operation.GatewayStatus;
import io.postern.gateway.operation.LaneStatus;
import io.postern.gateway.operation.LostThreadStatus;
import io.postern.gateway.operation.Operator;
import io.postern.gateway.operation.QueueConditions;
import io.postern.gateway.operation.QueueDecision;
import io.postern.gateway.operation.QueueEntry;
import io.postern.gateway.operation.QueuePage;
import io.postern.gateway.operation.QueueResult;
import io.postern.gateway.operation.QueueTotals;
import io.postern.gateway.operation.Role;
import io.postern.gateway.operation.SelfTestResult;
import io.postern.gateway.operation.SettingsEntry;
import io.postern.gateway.operation.SettingsNotInEffect;
import io.postern.gateway.operation.SettingsState;
import io.postern.gateway.operation.SettingsTrial;
import io.postern.gateway.operation.UpdateState;
import jakarta.json.Json;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the resources answer has exactly the members that the description promises. */
final class SchemasTest {

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
            List.of(
                new GatewayStatus.Standing(
                    "spool.disk-low", GatewayStatus.Effect.REFUSING, "a notice", AT)),
            List.of(new GatewayStatus.Listener("in", "127.0.0.1:25")),
            1,
            new QueueTotals(4, 2, 1, 1),
            new GatewayStatus.Counts(3, 4, 5, 6, 7));
    JsonObject json = parsed(new StatusResource(control(status)).status());
    assertConforms(json, "Status");
    assertEquals("refusing", json.getString("state"));
    assertEquals("refusing", json.getJsonArray("notices").getJsonObject(0).getString("effect"));
    assertEquals(4, json.getJsonObject("counts").getInt("rejected"));
  }

  @Test
  void extensions() {
    ExtensionStatus extension =
        new ExtensionStatus(
            "x",
            1,
            "x.war",
            AT,
            "ann",
            Optional.of("failure"),
            10,
            "defer",
            Map.of("MessageReceived", "pass", "MessageBeforeSpool", "quarantine"),
            List.of(
                new ExtensionStatus.Callout(
                    "MessageReceived",
                    "X.received",
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    Duration.ofNanos(1500),
                    Duration.ofMillis(2),
                    ExtensionStatus.Breaker.PROBING,
                    List.of("192.0.2.1"))),
            Optional.of(
                new ExtensionStatus.Logging(
                    7,
                    8,
                    Duration.ofMillis(2500),
                    ExtensionStatus.Breaker.OPEN,
                    Optional.of(AT),
                    List.of(
                        new ExtensionStatus.LoggingObserver(
                            "RecipientDelivered",
                            "X.delivered",
                            9,
                            10,
                            11,
                            12,
                            Duration.ofNanos(1500),
                            Duration.ofMillis(2),
                            ExtensionStatus.Breaker.OPEN)))));
    LostThreadStatus lost =
        new LostThreadStatus(
            "x",
            "x--r1",
            "MessageReceived",
            "X.received",
            "postern-validation #7",
            AT,
            Duration.ofMillis(1500));
    GatewayControl control =
        controlBy(Map.of("extensions", List.of(extension), "lostThreads", List.of(lost)));
    JsonObject list = parsed(new ExtensionsResource(control, nobody()).list());
    JsonObject shownLost = list.getJsonArray("lostThreads").getJsonObject(0);
    assertConforms(shownLost, "LostThread");
    assertEquals(1.5, shownLost.getJsonNumber("cpuSeconds").doubleValue());
    JsonObject json = list.getJsonArray("extensions").getJsonObject(0);
    assertConforms(json, "Extension");
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
            "mx:25", 1, 2, 3, 4, 5, 6, Optional.of(AT), Optional.of("451"), Optional.of(AT));
    JsonObject json =
        parsed(new QueuesResource(control(List.of(lane), new QueueTotals(4, 3, 2, 1))).lanes());
    assertConforms(json.getJsonArray("lanes").getJsonObject(0), "Lane");
    assertConforms(json.getJsonObject("messages"), "QueueTotals");
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
            Optional.of("Subject: subject\r\n"));
    JsonObject json = parsed(new MessagesResource(control(message), nobody()).one("0000000000001"));
    assertConforms(json, "QueuedMessage");
    assertEquals("held", json.getJsonArray("recipients").getJsonObject(0).getString("state"));
    JsonObject page =
        parsed(MessagesResource.json(new QueuePage(List.of(message), Optional.of("2"))));
    assertConforms(page.getJsonArray("messages").getJsonObject(0), "QueuedMessage");
    assertEquals("2", page.getString("next"));
    assertConforms(
        parsed(
            MessagesResource.json(
                new QueueResult(
                    List.of("c@d.example"), List.of("e@f.example"), Optional.of("report")))),
        "QueueResult");
  }

  @Test
  void decisionInBulk() {
    BulkStatus bulk =
        new BulkStatus(
            "0000000000001",
            QueueDecision.Kind.DELETE,
            new QueueConditions(
                QueueConditions.State.WAITING,
                Optional.of("<>"),
                Optional.of("@d.example"),
                Optional.of("spam")),
            "unwanted",
            "ann",
            AT,
            Optional.of(AT),
            BulkStatus.State.STOPPED,
            Optional.of(5L),
            3,
            4,
            1,
            List.of("0000000000002: is being delivered"));
    JsonObject json =
        parsed(new BulkResource(controlBy(Map.of("bulkDecision", bulk)), nobody()).one("x"));
    assertConforms(json, "BulkDecision");
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
      BulkResource resource = new BulkResource(controlBy(Map.of()), nobody());
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
    SelfTestResult result =
        new SelfTestResult(
            false,
            Duration.ofMillis(1200),
            List.of(new SelfTestResult.Part("smtp", false, "refused")));
    JsonObject json = parsed(SelfTestResource.json(result));
    assertConforms(json, "SelfTest");
    assertEquals(1200, json.getInt("tookMillis"));
  }

  @Test
  void update() {
    UpdateState state =
        new UpdateState(
            "writing",
            40,
            true,
            List.of(new UpdateState.Slot("a", "1.0", "running, confirmed")),
            Optional.of(new UpdateState.Last("returned", AT.toString(), "1.1", "ann", "why")));
    assertConforms(parsed(UpdateResource.json(state)), "Update");
  }

  @Test
  void settings() {
    SettingsEntry entry = new SettingsEntry(7, "ann", AT, "why");
    List<SettingsNotInEffect> notInEffect = List.of(new SettingsNotInEffect("listeners", false));
    JsonObject state =
        parsed(
            SettingsResource.json(
                new SettingsState("hostName: x", "/etc", Optional.of(entry), notInEffect)));
    assertConforms(state, "Settings");
    assertConforms(state.getJsonArray("afterRestart").getJsonObject(0), "NotInEffect");
    assertConforms(
        parsed(SettingsResource.json(new SettingsTrial(List.of("+x"), notInEffect))),
        "SettingsTrial");
    assertConforms(
        parsed(new SettingsResource(control(List.of(entry)), nobody()).revisions("10"))
            .getJsonArray("revisions")
            .getJsonObject(0),
        "SettingsRevision");
  }

  @Test
  void settingsThatWereNeverMade_haveRevisionZero() {
    assertEquals(
        0,
        parsed(SettingsResource.json(new SettingsState("", "/etc", Optional.empty(), List.of())))
            .getInt("revision"));
  }

  @Test
  void howMuchIsWanted_isANumberWithinBounds() {
    SettingsResource resource = new SettingsResource(control(List.of()), nobody());
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
        parsed(
            SessionResource.json(
                new Operator("ann", Set.of(Role.HELPDESK, Role.ADMINISTRATOR), AT, true)));
    assertConforms(json, "Session");
    assertEquals("[\"administrator\",\"helpdesk\"]", json.getJsonArray("roles").toString());
  }

  @Test
  void theCookie_isForThisHostAndOurPagesOnly() {
    assertEquals(
        "__Host-postern=x; Path=/; Secure; HttpOnly; SameSite=Strict", SessionResource.cookie("x"));
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
    String type =
        switch (value.getValueType()) {
          case STRING -> "string";
          case NUMBER -> schema.getString("type").equals("integer") ? "integer" : "number";
          case TRUE, FALSE -> "boolean";
          case ARRAY -> "array";
          case OBJECT -> "object";
          case NULL -> "null";
        };
    assertEquals(schema.getString("type"), type, name);
    if (schema.containsKey("enum")) {
      assertEquals(
          true,
          schema
              .getJsonArray("enum")
              .getValuesAs(JsonString::getString)
              .contains(((JsonString) value).getString()),
          name);
    }
    if (value.getValueType() == JsonValue.ValueType.OBJECT) {
      assertConforms(value.asJsonObject(), schema);
    }
    if (value.getValueType() == JsonValue.ValueType.ARRAY) {
      JsonObject items = resolved(schema.getJsonObject("items"));
      value.asJsonArray().forEach(item -> assertType(name + "[]", item, items));
    }
  }

  private JsonObject resolved(JsonObject schema) {
    String reference = schema.getString("$ref", "");
    return reference.isEmpty()
        ? schema
        : schemas.getJsonObject(reference.substring("#/components/schemas/".length()));
  }

  /** Answers each method with the first answer that fits its type. */
  private static GatewayControl control(Object... answers) {
    return (GatewayControl)
        Proxy.newProxyInstance(
            SchemasTest.class.getClassLoader(),
            new Class<?>[] {GatewayControl.class},
            (proxy, method, arguments) ->
                Stream.of(answers)
                    .filter(answer -> method.getReturnType().isInstance(answer))
                    .findFirst()
                    .orElseThrow());
  }

  private static GatewayControl controlBy(Map<String, Object> answers) {
    return (GatewayControl)
        Proxy.newProxyInstance(
            SchemasTest.class.getClassLoader(),
            new Class<?>[] {GatewayControl.class},
            (proxy, method, arguments) -> answers.get(method.getName()));
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

  private static JsonObject parsed(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private static JsonObject schemas() {
    try (JsonReader reader = Json.createReader(new OpenApiResource().description())) {
      return reader.readObject().getJsonObject("components").getJsonObject("schemas");
    }
  }
}
