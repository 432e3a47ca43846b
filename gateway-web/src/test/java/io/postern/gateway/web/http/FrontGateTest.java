package io.postern.gateway.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FrontGateTest {

  private static final int PASSES = 0;
  private static final HostNames NAMES = HostNames.of(List.of("gateway.example"));

  @Test
  void pagesAreRead_andNothingElseIsDoneToThem() {
    assertEquals(PASSES, ofMethod("GET", "/"));
    assertEquals(PASSES, ofMethod("HEAD", "/app/main.js"));
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE")) {
      assertEquals(405, ofMethod(method, "/"), method);
    }
  }

  @Test
  void theInterface_takesItsMethods() {
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE")) {
      assertEquals(PASSES, ofMethod(method, "/api/v1/status"), method);
    }
    for (String method : List.of("OPTIONS", "PATCH", "CONNECT", "TRACE")) {
      assertEquals(405, ofMethod(method, "/api/v1/status"), method);
    }
  }

  @Test
  void unknownMethods_areNotImplemented_andEndTheConnection() {
    for (String method : List.of("FOO", "get", "PROPFIND", "", "A".repeat(300))) {
      assertEquals(501, ofMethod(method, "/api/v1/status"), method);
      assertEquals(501, ofMethod(method, "/"), method);
      assertEquals(
          "close", FrontGate.ofMethod(method, "/").orElseThrow().fields().get("Connection"));
    }
  }

  @Test
  void anotherHostsName_isMisdirected() {
    assertEquals(PASSES, ofHost(List.of("gateway.example:8443"), "gateway.example"));
    assertEquals(PASSES, ofHost(List.of("[::1]:8443"), "::1"));
    assertEquals(421, ofHost(List.of("evil.example"), "evil.example"));
    assertEquals(421, ofHost(List.of("gateway.example"), "evil.example"));
  }

  @Test
  void noHostOrTwo_isABadRequest() {
    assertEquals(400, ofHost(List.of(), "gateway.example"));
    assertEquals(400, ofHost(List.of("gateway.example", "gateway.example"), "gateway.example"));
  }

  private static int ofMethod(String method, String uri) {
    return status(FrontGate.ofMethod(method, uri));
  }

  private static int ofHost(List<String> fields, String target) {
    return status(FrontGate.ofHost(fields, target, NAMES));
  }

  private static int status(Optional<Problem> refusal) {
    return refusal.map(Problem::status).orElse(PASSES);
  }
}
