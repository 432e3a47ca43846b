package io.postern.gateway.operation;

import io.postern.gateway.access.Role;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Locale;

/** The rule that the settings in force have. */
@Dependent
class LiveSubjects implements SubjectsControl {

  private final GatewayAccess access;

  @Inject
  LiveSubjects(GatewayAccess access) {
    this.access = access;
  }

  @Override
  public boolean maySee(Role role) {
    try {
      return access
          .gateway()
          .settings()
          .now()
          .privacy()
          .subjects()
          .contains(role.name().toLowerCase(Locale.ROOT));
    } catch (GatewayNotReady e) {
      return false;
    }
  }
}
