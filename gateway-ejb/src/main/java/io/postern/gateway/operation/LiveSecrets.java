package io.postern.gateway.operation;

import io.postern.gateway.secret.NamedSecret;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** The secrets of the open gateway. */
@Dependent
class LiveSecrets implements SecretsControl {

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveSecrets(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public List<NamedSecret> all() {
    return access.gateway().secrets().list();
  }

  @Override
  public void set(String name, String value, String actor) {
    OpenGateway gateway = access.gateway();
    gateway.secrets().set(name, value);
    acts.record(gateway, actor, "secret set", Map.of("secret", name));
  }

  @Override
  public void remove(String name, String actor) {
    OpenGateway gateway = access.gateway();
    if (gateway.secrets().remove(name)) {
      acts.record(gateway, actor, "secret removed", Map.of("secret", name));
    }
  }
}
