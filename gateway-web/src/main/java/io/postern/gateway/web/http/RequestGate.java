package io.postern.gateway.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Stands before the REST interface and refuses what other sites make a browser send, and bodies
 * larger than any we take. The cookie is SameSite=Strict; this is the second line, and the only one
 * against a page of another port of the same host, which counts as the same site.
 */
public final class RequestGate implements Filter {

  /** Must come with every request that changes something; a foreign page cannot add it unasked. */
  public static final String HEADER = "Postern-Request";

  /** Octets of a JSON body. */
  public static final int JSON_LIMIT = 16 * 1024;

  /** Octets of a JSON body that holds the settings. */
  public static final int SETTINGS_LIMIT = 256 * 1024;

  /** Octets of an uploaded archive. */
  public static final long ARCHIVE_LIMIT = 100L << 20;

  /** Octets of an update of the image. */
  public static final long UPDATE_LIMIT = 4L << 30;

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String EXTENSIONS = "/api/v1/extensions/";
  private static final String SETTINGS = "/api/v1/settings";
  private static final String UPDATE = "/api/v1/update";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Problem> refusal = refusal((HttpServletRequest) request);
    if (refusal.isPresent()) {
      refusal.get().write((HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  static Optional<Problem> refusal(HttpServletRequest request) {
    if (isCrossSite(request)) {
      return Optional.of(new Problem(403, "cross-site", "Requests from other sites are refused"));
    }
    if (!READING.contains(request.getMethod()) && !"1".equals(request.getHeader(HEADER))) {
      return Optional.of(
          new Problem(
              403, "cross-site", "A request that changes something needs " + HEADER + ": 1"));
    }
    long limit = limit(request.getMethod(), request.getRequestURI());
    if (request.getContentLengthLong() > limit) {
      return Optional.of(Problem.of(413, "The body has more than " + limit + " octets"));
    }
    return Optional.empty();
  }

  private static long limit(String method, String uri) {
    if (method.equals("PUT") && uri.startsWith(EXTENSIONS)) {
      return ARCHIVE_LIMIT;
    }
    if (uri.equals(SETTINGS) || uri.startsWith(SETTINGS + "/")) {
      return SETTINGS_LIMIT;
    }
    return method.equals("POST") && uri.equals(UPDATE) ? UPDATE_LIMIT : JSON_LIMIT;
  }

  private static boolean isCrossSite(HttpServletRequest request) {
    // Browsers say where a request comes from; "none" is an address typed in, which only reads.
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin")) {
      return !(site.equals("none") && READING.contains(request.getMethod()));
    }
    String origin = request.getHeader("Origin");
    return origin != null && !isOwn(origin, request.getHeader("Host"));
  }

  /** A proxy may end TLS before us, so the scheme is not compared. */
  private static boolean isOwn(String origin, @org.jspecify.annotations.Nullable String host) {
    int authority = origin.indexOf("://");
    return host != null && authority > 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
  }
}
