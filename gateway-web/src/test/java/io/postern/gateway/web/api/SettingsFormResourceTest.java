package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.settings.SettingsRefused;
import io.postern.gateway.web.http.JsonFormat;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SettingsFormResourceTest {

  private static final String SOURCE =
      "hostName: a.test # name\nroutes:\n  - {domain: '*', port: 25}\n";

  private final SettingsFormResource resource = new SettingsFormResource();

  @Test
  void schema_hasTheKeysWithBoundsAndHelp() {
    JsonObject limits = key(parsed(resource.schema()), "limits");
    assertEquals("keys", limits.getString("kind"));
    JsonObject size = key(limits, "messageSize");
    assertEquals("size", size.getString("kind"));
    assertEquals("1000", size.getString("least"));
    assertEquals("4GiB", size.getString("most"));
    assertEquals("50MiB", size.getString("usual"));
    assertTrue(key(parsed(resource.schema()), "routes").getBoolean("list"));
  }

  private static JsonObject key(JsonObject holder, String name) {
    return holder.getJsonArray("keys").getValuesAs(JsonObject.class).stream()
        .filter(key -> key.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void values_areThoseOfTheText_asStringsListsAndObjects() {
    assertEquals(
        "{\"hostName\":\"a.test\",\"routes\":[{\"domain\":\"*\",\"port\":\"25\"}]}",
        parsed(resource.values(body(SOURCE, "", ""))).getJsonObject("values").toString());
  }

  @Test
  void edit_changesOneValue_andKeepsTheRest() {
    assertEquals(SOURCE.replace("a.test", "b.test"), edited("hostName", "\"b.test\""));
    assertEquals(SOURCE + "limits:\n  sessions: 5\n", edited("limits.sessions", "\"5\""));
    assertEquals(SOURCE.replace("hostName: a.test # name\n", ""), edited("hostName", ""));
    assertEquals(
        "hostName: a.test # name\nroutes:\n  - domain: b.test\n    hold: true\n",
        edited("routes", "[{\"domain\":\"b.test\",\"hold\":\"true\"}]"));
  }

  private String edited(String path, String value) {
    return parsed(resource.edit(body(SOURCE, path, value))).getString("source");
  }

  @Test
  void whatIsNoPath_orNoYaml_isRefused() {
    for (String path : new String[] {"", "a.b.c", ".", "a."}) {
      assertThrows(Problems.Refused.class, () -> edited(path, "\"1\""), path);
    }
    assertThrows(SettingsRefused.class, () -> edited("hostName", "[1"));
    assertThrows(SettingsRefused.class, () -> resource.values(body("a: [", "", "")));
  }

  private static InputStream body(String source, String path, String value) {
    return new ByteArrayInputStream(
        Json.createObjectBuilder()
            .add("source", source)
            .add("path", path)
            .add("value", value)
            .build()
            .toString()
            .getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject parsed(Object answer) {
    String json = JsonFormat.JSON.toJson(answer);
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
