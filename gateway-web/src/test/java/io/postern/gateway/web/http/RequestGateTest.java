package io.postern.gateway.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RequestGateTest {

  private static final int PASSES = 0;
  private final Map<String, String> fields = new HashMap<>(Map.of("Host", "gateway.example:8443"));
  private long length = -1;

  @Test
  void anUpdate_mayBeLarge_andNothingElseBesideIt() {
    fields.put(RequestGate.HEADER, "1");
    length = RequestGate.UPDATE_LIMIT;
    assertEquals(PASSES, status("POST", "/api/v1/update"));
    assertEquals(413, status("POST", "/api/v1/update/"));
    assertEquals(413, status("PUT", "/api/v1/update"));
    assertEquals(413, status("POST", "/api/v1/selftest"));
    length++;
    assertEquals(413, status("POST", "/api/v1/update"));
  }

  @Test
  void reading_fromOurOwnPageOrAProgram_passes() {
    assertEquals(PASSES, status("GET"));
    fields.put("Sec-Fetch-Site", "same-origin");
    assertEquals(PASSES, status("GET"));
  }

  @Test
  void reading_byAnAddressTypedIn_passes() {
    fields.put("Sec-Fetch-Site", "none");
    assertEquals(PASSES, status("GET"));
  }

  @Test
  void reading_fromAnotherSite_isRefused() {
    for (String site : new String[] {"cross-site", "same-site", "anything"}) {
      fields.put("Sec-Fetch-Site", site);
      assertEquals(403, status("GET"), site);
    }
  }

  @Test
  void anOriginThatIsNotOurs_isRefused() {
    for (String origin :
        new String[] {
          "https://evil.example",
          "https://gateway.example",
          "https://gateway.example:8443.evil.example",
          "null",
          ""
        }) {
      fields.put("Origin", origin);
      assertEquals(403, status("GET"), origin);
    }
  }

  @Test
  void changing_withoutTheHeader_isRefused() {
    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "TRACE", "anything"}) {
      assertEquals(403, status(method), method);
    }
  }

  @Test
  void changing_withTheHeaderFromOurOwnOrigin_passes() {
    fields.put(RequestGate.HEADER, "1");
    fields.put("Origin", "https://Gateway.example:8443");
    assertEquals(PASSES, status("POST"));
  }

  @Test
  void changing_withTheHeaderFromAnotherSite_isRefused() {
    fields.put(RequestGate.HEADER, "1");
    fields.put("Sec-Fetch-Site", "same-site");
    assertEquals(403, status("POST"));
  }

  @Test
  void changing_byAnAddressTypedIn_isRefused() {
    fields.put(RequestGate.HEADER, "1");
    fields.put("Sec-Fetch-Site", "none");
    assertEquals(403, status("POST"));
  }

  @Test
  void aLargeBody_isRefusedBeforeItIsRead() {
    fields.put(RequestGate.HEADER, "1");
    length = 5_000_000;
    assertEquals(413, status("POST"));
  }

  @Test
  void anArchive_mayBeLarge() {
    fields.put(RequestGate.HEADER, "1");
    length = RequestGate.ARCHIVE_LIMIT;
    assertEquals(PASSES, status("PUT", "/api/v1/extensions/x"));
    length++;
    assertEquals(413, status("PUT", "/api/v1/extensions/x"));
  }

  @Test
  void settings_mayBeLargerThanOtherJson() {
    fields.put(RequestGate.HEADER, "1");
    length = RequestGate.SETTINGS_LIMIT;
    assertEquals(PASSES, status("PUT", "/api/v1/settings"));
    assertEquals(PASSES, status("POST", "/api/v1/settings/check"));
    assertEquals(413, status("PUT", "/api/v1/settingsx"));
    length++;
    assertEquals(413, status("PUT", "/api/v1/settings"));
  }

  private int status(String method) {
    return status(method, "/api/v1/session");
  }

  private int status(String method, String path) {
    return RequestGate.refusal(request(method, path)).map(Problem::status).orElse(PASSES);
  }

  private HttpServletRequest request(String method, String path) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            RequestGateTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getMethod" -> method;
                  case "getRequestURI" -> path;
                  case "getContentLengthLong" -> length;
                  case "getHeader" -> fields.get((String) arguments[0]);
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }
}
