package io.postern.gateway.web.access;

import io.postern.gateway.access.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives the container the user of a request. It never answers by itself: what is wrong with the
 * credentials goes on as the request's {@link Caller}, and the REST interface answers with a
 * problem document.
 */
@ApplicationScoped
public class Authentication implements HttpAuthenticationMechanism {

  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  @Inject private Access access;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    if (!request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
      return context.doNothing();
    }
    Caller caller = caller(request);
    request.setAttribute(Caller.class.getName(), caller);
    return caller instanceof Caller.Known(User user)
        ? context.notifyContainerAboutLogin(user.name(), roles(user))
        : context.doNothing();
  }

  private Caller caller(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization == null) {
      return Caller.cookie(request)
          .flatMap(access::session)
          .<Caller>map(Caller.Known::new)
          .orElseGet(Caller.Anonymous::new);
    }
    String scheme = authorization.toLowerCase(Locale.ROOT);
    if (scheme.startsWith(BEARER)) {
      return access
          .bearer(authorization.substring(BEARER.length()).strip())
          .<Caller>map(Caller.Known::new)
          .orElseGet(() -> new Caller.Failed(new Login.Refused()));
    }
    Optional<Credentials> credentials =
        scheme.startsWith(BASIC)
            ? Credentials.parse(authorization.substring(BASIC.length()).strip())
            : Optional.empty();
    Login login =
        credentials.isPresent()
            ? access.login(
                credentials.get().user(), credentials.get().password(), request.getRemoteAddr())
            : new Login.Refused();
    if (!(login instanceof Login.Welcome(User user))) {
      return new Caller.Failed(login);
    }
    access.cameIn(user, request.getRemoteAddr(), true);
    return new Caller.Known(user);
  }

  private static Set<String> roles(User user) {
    return Stream.of(user.role())
        .map(role -> role.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** User and password as HTTP Basic carries them (RFC 7617 section 2). */
  record Credentials(String user, String password) {

    static Optional<Credentials> parse(String base64) {
      try {
        String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        return colon < 0
            ? Optional.empty()
            : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // not Base64: as wrong as a wrong password
      }
    }
  }
}
