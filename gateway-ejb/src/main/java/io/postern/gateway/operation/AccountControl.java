package io.postern.gateway.operation;

import io.postern.gateway.access.User;
import io.postern.gateway.access.UserRefused;
import java.util.Optional;

/**
 * Those who use the administration. Every method raises {@link GatewayNotReady} while the gateway
 * neither is open nor waits for an administrator's decision. Thread-safe.
 */
public interface AccountControl {

  /**
   * Checks a password. Takes the same work, and so about the same time, when there is no such user;
   * records the refusal in the audit journal.
   *
   * @param address the client's, for the record
   * @return empty when user and password do not fit together
   */
  Optional<User> verifyLogin(String user, String password, String address);

  /** Records in the audit journal that a user logged in. */
  void loggedIn(User user, String address);

  /** Records in the audit journal that a user logged out. */
  void loggedOut(User user, String address);

  /**
   * A user as known now, for those who hold on to a {@link User} from a login: one that is no
   * longer equal was removed, has another role, or has another password.
   */
  Optional<User> named(String user);

  /**
   * Changes one's own password; nothing more has to be changed after it.
   *
   * @throws UserRefused when the present one is wrong or the new one is not good enough
   */
  User changePassword(String user, String present, String wanted);
}
