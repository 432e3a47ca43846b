package io.postern.gateway.operation;

import java.util.Set;

/**
 * A user of the administration.
 *
 * @param mustChangePassword whether nothing else is allowed before the password is changed
 */
public record Operator(String name, Set<Role> roles, boolean mustChangePassword) {
  public Operator {
    roles = Set.copyOf(roles);
  }
}
