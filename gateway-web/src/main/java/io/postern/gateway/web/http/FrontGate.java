package io.postern.gateway.web.http;

import io.postern.gateway.operation.StatusControl;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stands before everything that the administration serves, pages and REST interface: refuses
 * methods that nothing here takes, and requests for another host's name.
 */
public class FrontGate implements Filter {

  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> OF_API = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

  /** Registered methods, which are known and taken nowhere here (RFC 9110 section 9, RFC 5789). */
  private static final Set<String> KNOWN = Set.of("OPTIONS", "TRACE", "CONNECT", "PATCH");

  /** Also ends a connection whose client waits for a tunnel, or has more to send. */
  private static final Map<String, String> CLOSE = Map.of("Connection", "close");

  @Inject private StatusControl control;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    Optional<Problem> refusal =
        ofMethod(asked.getMethod(), asked.getRequestURI())
            .or(
                () ->
                    ofHost(
                        Collections.list(asked.getHeaders("Host")),
                        asked.getServerName(),
                        HostNames.of(control.adminNames())));
    if (refusal.isPresent()) {
      refusal.get().write((HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  static Optional<Problem> ofMethod(String method, String uri) {
    Set<String> taken = uri.startsWith("/api/") ? OF_API : READING;
    if (taken.contains(method)) {
      return Optional.empty();
    }
    return Optional.of(
        OF_API.contains(method) || KNOWN.contains(method)
            ? new Problem(
                405,
                "",
                "This address does not take this method",
                Map.of("Connection", "close", "Allow", String.join(", ", taken)))
            : new Problem(501, "", "The administration does not know this method", CLOSE));
  }

  /**
   * @param fields the values of all Host header fields
   * @param target the host of the request's target: of its absolute form, which overrides the field
   *     (RFC 9112 section 3.2.2), or the field's again
   */
  static Optional<Problem> ofHost(List<String> fields, String target, HostNames names) {
    if (fields.size() != 1) {
      return Optional.of(
          new Problem(
              400, "", "A request has one Host header field (RFC 9112 section 3.2)", CLOSE));
    }
    String literal =
        target.indexOf(':') >= 0 && !target.startsWith("[") ? "[" + target + "]" : target;
    return names.include(fields.getFirst()) && names.include(literal)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                421,
                "wrong-host",
                "The administration has no such name; names can be added in the configuration"
                    + " (admin.names)",
                CLOSE));
  }
}
