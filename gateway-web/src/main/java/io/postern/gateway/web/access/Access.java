package io.postern.gateway.web.access;

import io.postern.gateway.access.Role;
import io.postern.gateway.access.User;
import io.postern.gateway.operation.AccountControl;
import io.postern.gateway.operation.GatewayNotReady;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Entry point: logs in, knows sessions and tokens. Thread-safe. */
public final class Access {

  /** Name of the session's cookie; its prefix has browsers insist on Secure and Path=/. */
  public static final String COOKIE = "__Host-postern";

  /** In whose name the command acts when it shows the token of the data folder. */
  public static final String COMMAND = "postern-command";

  private static final int LONGEST_USER = 128;
  private static final int LONGEST_PASSWORD = 1024;

  /** Looking at a password is made to cost a lot; more than this many at once would starve mail. */
  private static final int AT_ONCE = 2;

  private final AccountControl accounts;
  private final CliToken token;
  private final AdminSessions sessions;
  private final LoginThrottle throttle;
  private final Arrivals arrivals;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  Access(AccountControl accounts, CliToken token, InstantSource clock) {
    this.accounts = accounts;
    this.token = token;
    this.sessions = new AdminSessions(clock, this::isCurrent);
    this.throttle = new LoginThrottle(clock);
    this.arrivals = new Arrivals(clock);
  }

  /**
   * Checks a password, unless it is too soon after wrong ones.
   *
   * @param address the client's
   */
  public Login login(String user, String password, String address) {
    if (user.length() > LONGEST_USER || password.length() > LONGEST_PASSWORD) {
      return new Login.Refused();
    }
    if (!takeTurn()) {
      return new Login.TooSoon(Duration.ofSeconds(1));
    }
    try {
      Duration wait = throttle.begin(user, address);
      if (wait.isPositive()) {
        return new Login.TooSoon(wait);
      }
      Optional<User> known = accounts.verifyLogin(user, password, address);
      if (known.isEmpty()) {
        return new Login.Refused();
      }
      throttle.succeeded(user, address);
      return new Login.Welcome(known.get());
    } catch (GatewayNotReady e) {
      return new Login.Unavailable();
    } finally {
      turns.release();
    }
  }

  private boolean takeTurn() {
    try {
      return turns.tryAcquire(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Begins a session.
   *
   * @return the cookie's value
   */
  public String beginSession(User user) {
    return sessions.begin(user);
  }

  /**
   * Records that somebody came in: at each login, and once an hour per user and address for
   * credentials that come with every request.
   */
  public void cameIn(User user, String address, boolean withEachRequest) {
    if (!withEachRequest || arrivals.isNew(user.name(), address)) {
      try {
        accounts.loggedIn(user, address);
      } catch (GatewayNotReady e) {
        // It stops just now: the journal is closed.
        return;
      }
    }
  }

  /** Whose session a cookie names. */
  public Optional<User> session(String cookie) {
    return sessions.find(cookie);
  }

  /** While the users cannot be asked for, a session goes on: its user looks for the cause. */
  private boolean isCurrent(User user) {
    try {
      return accounts.named(user.name()).equals(Optional.of(user));
    } catch (GatewayNotReady e) {
      return true;
    }
  }

  /**
   * Ends a session because its user asks for that, and records it.
   *
   * @param cookie which need not be valid
   * @param address the client's
   */
  public void logOut(String cookie, String address) {
    Optional<User> user = sessions.find(cookie);
    sessions.end(cookie);
    if (user.isPresent()) {
      try {
        accounts.loggedOut(user.get(), address);
      } catch (GatewayNotReady e) {
        // It stops just now: the journal is closed.
        return;
      }
    }
  }

  public void endSession(String cookie) {
    sessions.end(cookie);
  }

  /** Ends all of a user's sessions, as after a change of the password. */
  public void endSessionsOf(String user) {
    sessions.endAllOf(user);
  }

  Optional<User> bearer(String presented) {
    return token.is(presented)
        ? Optional.of(new User(COMMAND, Role.ADMINISTRATOR, Instant.EPOCH, Instant.EPOCH, false))
        : Optional.empty();
  }
}
