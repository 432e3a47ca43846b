package io.postern.gateway.operation;

import io.postern.gateway.access.Role;

/** Who may see what messages say. Thread-safe. */
public interface SubjectsControl {

  /**
   * Whether a role sees subjects and header sections, and may search for subjects. False while the
   * gateway is not open, when that is not known.
   */
  boolean maySee(Role role);
}
