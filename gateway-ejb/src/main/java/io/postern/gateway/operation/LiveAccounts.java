package io.postern.gateway.operation;

import io.postern.gateway.access.User;
import io.postern.gateway.access.UserRefused;
import io.postern.gateway.access.Users;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The users of the gateway; they may also log in while it waits for an administrator. */
@Dependent
class LiveAccounts implements AccountControl {

  private static final Logger LOG = System.getLogger(LiveAccounts.class.getPackageName());
  private static final String NOBODY = "(unknown user)";

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveAccounts(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public Optional<User> verifyLogin(String user, String password, String address) {
    Users users = users();
    Optional<User> known = users.authenticate(user, password);
    if (known.isEmpty()) {
      // People type passwords where the user belongs, so a name nobody has is not written down.
      String actor = users.named(user).map(User::name).orElse(NOBODY);
      acted(actor, "login failed", Map.of("address", address));
    }
    return known;
  }

  @Override
  public void loggedIn(User user, String address) {
    acted(user.name(), "login", Map.of("address", address));
  }

  @Override
  public void loggedOut(User user, String address) {
    acted(user.name(), "logout", Map.of("address", address));
  }

  @Override
  public Optional<User> named(String user) {
    Users users = users();
    try {
      return users.named(user);
    } catch (EJBException e) {
      throw new GatewayNotReady("the users cannot be read at present");
    }
  }

  @Override
  public User changePassword(String user, String present, String wanted) {
    Users users = users();
    if (users.authenticate(user, present).isEmpty()) {
      acted(user, "password change refused", Map.of());
      throw new UserRefused("the current password is wrong");
    }
    users.choosePassword(user, wanted, List.copyOf(AdminNames.of(access)));
    if (user.equals(Users.FIRST)) {
      FirstSignInFile.ofThisProcess().remove();
    }
    acted(user, "password changed", Map.of());
    return users.named(user).orElseThrow(() -> new UserRefused("the user was removed meanwhile"));
  }

  /** While the gateway neither is open nor waits for a decision, nobody logs in. */
  private Users users() {
    if (access.waiting().isEmpty()) {
      access.gateway();
    }
    return access.users();
  }

  /** There is no journal while the gateway waits for somebody who may accept a loss. */
  private void acted(String actor, String action, Map<String, String> facts) {
    if (access.waiting().isEmpty()) {
      acts.record(access.gateway(), actor, action, facts);
    } else {
      LOG.log(Level.INFO, "administration: {0}: {1} {2}", actor, action, facts);
    }
  }
}
