package io.postern.gateway.web.access;

import io.postern.gateway.access.User;
import java.time.Duration;

/** The result of an attempt to log in. */
public sealed interface Login {

  record Welcome(User user) implements Login {}

  /** User and password do not fit; which of them is wrong is nobody's business. */
  record Refused() implements Login {}

  /** The password was not looked at. */
  record TooSoon(Duration remaining) implements Login {

    /** As Retry-After has it (RFC 9110 section 10.2.3), never too early. */
    public long seconds() {
      return remaining.plusMillis(999).toSeconds();
    }
  }

  /** The gateway cannot look at passwords now. */
  record Unavailable() implements Login {}
}
