package io.postern.gateway.web.api;

import io.postern.gateway.operation.RequestOrigin;
import io.postern.gateway.access.User;
import io.postern.gateway.web.access.Access;
import io.postern.gateway.web.access.Caller;
import io.postern.gateway.web.http.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers 401 before anything else is looked at: which addresses, methods and formats there are is
 * for those who are logged in. {@link Guard} decides about the rest.
 */
public class LoginFirst implements Filter {

  /** Where one logs in; anybody may call it. */
  private static final String SESSION = "/api/v1/session";

  private static final Pattern LOCAL_USER = Pattern.compile("[\\w.@$-]{1,64}");

  @Inject private RequestOrigin origin;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    Caller caller = Caller.of(asked);
    note(asked, caller);
    Optional<Problem> refusal = refusal(asked.getRequestURI(), caller);
    if (refusal.isPresent()) {
      refusal.get().write((HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** Only who has the command's token is believed about the user. */
  private void note(HttpServletRequest request, Caller caller) {
    origin.address(request.getRemoteAddr());
    String localUser = request.getHeader("Postern-User");
    if (localUser != null
        && LOCAL_USER.matcher(localUser).matches()
        && caller instanceof Caller.Known(User user)
        && user.name().equals(Access.COMMAND)) {
      origin.localUser(localUser);
    }
  }

  static Optional<Problem> refusal(String uri, Caller caller) {
    return switch (caller) {
      case Caller.Failed(var login) -> Optional.of(Problems.of(login));
      case Caller.Anonymous anonymous when !uri.equals(SESSION) ->
          Optional.of(Problem.of(401, "Please log in"));
      case Caller.Anonymous anonymous -> Optional.empty();
      case Caller.Known known -> Optional.empty();
    };
  }
}
