package io.postern.gateway.operation;

import java.time.Instant;
import java.util.Set;

/**
 * A user of the administration.
 *
 * @param passwordSince when the password was set
 * @param mustChangePassword whether nothing else is allowed before the password is changed
 */
public record Operator(
    String name, Set<Role> roles, Instant passwordSince, boolean mustChangePassword) {
  public Operator {
    roles = Set.copyOf(roles);
  }
}
