package io.postern.gateway.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProblemTest {

  @Test
  void aProblem_saysItsTypeAndStatus() {
    JsonObject document = parsed(new Problem(422, "archive-refused", "no observers"));
    assertEquals("urn:postern:problem:archive-refused", document.getString("type"));
    assertEquals(422, document.getInt("status"));
    assertEquals("Unprocessable Content", document.getString("title"));
  }

  @Test
  void textFromOutside_cannotLeaveItsPlace() {
    String hostile = "\"}\r\n</script>\u0000";
    assertEquals(hostile, parsed(Problem.of(400, hostile)).getString("detail"));
    assertFalse(Problem.of(400, hostile).json().contains("\n"));
  }

  @Test
  void unauthorized_namesAScheme_butNotTheOneBrowsersAskAPasswordFor() {
    assertEquals(
        Map.of("WWW-Authenticate", "Bearer realm=\"postern\""), Problem.of(401, "").fields());
  }

  private static JsonObject parsed(Problem problem) {
    return Json.createReader(new StringReader(problem.json())).readObject();
  }
}
