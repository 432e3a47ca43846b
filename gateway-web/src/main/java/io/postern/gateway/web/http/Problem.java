package io.postern.gateway.web.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A problem document (RFC 9457). It says what the caller can do something about and nothing of the
 * inside.
 *
 * @param status of HTTP
 * @param kind last part of the type, for programs; empty when the status says it all
 * @param detail a sentence for people
 * @param fields header fields that go with it
 * @param more further members of the document (RFC 9457 section 3.2)
 */
public record Problem(
    int status, String kind, String detail, Map<String, String> fields, Map<String, Object> more) {

  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(421, "Misdirected Request"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"));

  public Problem {
    fields = Map.copyOf(fields);
    more = Map.copyOf(more);
  }

  public Problem(int status, String kind, String detail, Map<String, String> fields) {
    this(status, kind, detail, fields, Map.of());
  }

  /** A 401 names a scheme other than Basic, for which browsers would open a window of their own. */
  public Problem(int status, String kind, String detail) {
    this(
        status,
        kind,
        detail,
        status == 401 ? Map.of("WWW-Authenticate", "Bearer realm=\"postern\"") : Map.of());
  }

  /** A problem known by its status alone. */
  public static Problem of(int status, String detail) {
    return new Problem(status, "", detail);
  }

  public String json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", kind.isEmpty() ? "about:blank" : "urn:postern:problem:" + kind);
    document.put("title", TITLES.getOrDefault(status, "HTTP " + status));
    document.put("status", status);
    document.put("detail", detail);
    document.putAll(more);
    return JsonFormat.JSON.toJson(document);
  }

  /** Writes it as the whole answer. */
  public void write(HttpServletResponse response) throws IOException {
    byte[] octets = json().getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    fields.forEach(response::setHeader);
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(octets.length);
    response.getOutputStream().write(octets);
  }
}
