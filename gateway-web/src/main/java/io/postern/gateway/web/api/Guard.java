package io.postern.gateway.web.api;

import io.postern.gateway.access.User;
import io.postern.gateway.web.access.Caller;
import io.postern.gateway.web.access.Login;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * Lets only those in who may. Before the server's own check of the same annotations, which would
 * not say what is wrong with the credentials.
 */
@Priority(Priorities.AUTHENTICATION)
public class Guard implements ContainerRequestFilter {

  @Context private ResourceInfo resource;
  @Context private HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    Rule.of(resource.getResourceMethod())
        .refusal(request)
        .map(Problems::answer)
        .ifPresent(context::abortWith);
  }

  /**
   * Who may call something.
   *
   * @param roles one of which is needed; empty when anybody may
   */
  record Rule(Optional<List<String>> roles, boolean beforePasswordChange) {

    /** What the method's annotations say; one that says nothing is for nobody. */
    static Rule of(Method method) {
      boolean before = method.isAnnotationPresent(BeforePasswordChange.class);
      if (method.isAnnotationPresent(PermitAll.class)) {
        return new Rule(Optional.empty(), before);
      }
      RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
      return new Rule(Optional.of(roles == null ? List.of() : List.of(roles.value())), before);
    }

    /** Why this request may not pass, if so. */
    Optional<Problem> refusal(HttpServletRequest request) {
      return switch (Caller.of(request)) {
        case Caller.Failed(Login login) -> Optional.of(Problems.of(login));
        case Caller.Anonymous anonymous -> roles.map(needed -> Problem.of(401, "Please log in"));
        case Caller.Known(User user) -> refusal(request, user);
      };
    }

    private Optional<Problem> refusal(HttpServletRequest request, User user) {
      if (roles.isPresent() && roles.get().stream().noneMatch(request::isUserInRole)) {
        return Optional.of(
            Problem.of(403, "This needs the role " + String.join(" or ", roles.get())));
      }
      if (user.mustChange() && !beforePasswordChange) {
        return Optional.of(new Problem(403, "password-change", "Set a new password first"));
      }
      return Optional.empty();
    }
  }
}
