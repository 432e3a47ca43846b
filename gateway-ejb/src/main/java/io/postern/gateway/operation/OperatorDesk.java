package io.postern.gateway.operation;

import io.postern.gateway.access.User;
import io.postern.gateway.access.UserRefused;
import io.postern.gateway.access.Users;
import jakarta.ejb.EJBException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may act, and what is written down of it. */
final class OperatorDesk {

  private static final String NOBODY = "(unknown user)";

  /** Writes an act into the journal. */
  interface Acts {
    void record(String actor, String action, Map<String, String> facts);
  }

  private final Users users;
  private final List<String> hostNames;
  private final Acts acts;

  /**
   * @param hostNames the gateway's, which a password must not be made of
   */
  OperatorDesk(Users users, List<String> hostNames, Acts acts) {
    this.users = users;
    this.hostNames = List.copyOf(hostNames);
    this.acts = acts;
  }

  Optional<Operator> verifyLogin(String user, String password, String address) {
    Optional<User> known = users.authenticate(user, password);
    if (known.isEmpty()) {
      // People type passwords where the user belongs, so a name nobody has is not written down.
      String actor = users.named(user).map(User::name).orElse(NOBODY);
      acts.record(actor, "login failed", Map.of("address", address));
    }
    return known.map(OperatorDesk::operator);
  }

  void loggedIn(Operator operator, String address) {
    acts.record(operator.name(), "login", Map.of("address", address));
  }

  Optional<Operator> operator(String user) {
    try {
      return users.named(user).map(OperatorDesk::operator);
    } catch (EJBException e) {
      throw new GatewayNotReady("the users cannot be read at present");
    }
  }

  Operator changePassword(String user, String present, String wanted) {
    if (users.authenticate(user, present).isEmpty()) {
      acts.record(user, "password change refused", Map.of());
      throw new PasswordRefused("the current password is wrong");
    }
    try {
      users.choosePassword(user, wanted, hostNames);
    } catch (UserRefused e) {
      throw new PasswordRefused(String.valueOf(e.getMessage()));
    }
    if (user.equals(Users.FIRST)) {
      FirstSignInFile.ofThisProcess().remove();
    }
    acts.record(user, "password changed", Map.of());
    return users
        .named(user)
        .map(OperatorDesk::operator)
        .orElseThrow(() -> new PasswordRefused("the user was removed meanwhile"));
  }

  private static Operator operator(User user) {
    Role role =
        switch (user.role()) {
          case ADMINISTRATOR -> Role.ADMINISTRATOR;
          case OPERATOR -> Role.OPERATOR;
          case AUDITOR -> Role.AUDITOR;
          case HELP_DESK -> Role.HELPDESK;
        };
    return new Operator(user.name(), Set.of(role), user.passwordSince(), user.mustChange());
  }
}
