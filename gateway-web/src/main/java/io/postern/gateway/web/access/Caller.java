package io.postern.gateway.web.access;

import io.postern.gateway.access.User;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** What {@link Authentication} found out about a request. */
public sealed interface Caller {

  /** Nobody in particular. */
  record Anonymous() implements Caller {}

  /** Credentials came with the request and were not taken. */
  record Failed(Login login) implements Caller {}

  record Known(User user) implements Caller {}

  /** Of a request that passed {@link Authentication}. */
  static Caller of(HttpServletRequest request) {
    return request.getAttribute(Caller.class.getName()) instanceof Caller caller
        ? caller
        : new Anonymous();
  }

  /** The value of the session's cookie, which need not be valid. */
  static Optional<String> cookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(Access.COOKIE)) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }
}
