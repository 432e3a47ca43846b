package io.postern.gateway.operation;

import io.postern.gateway.update.UpdateSituation;
import io.postern.gateway.update.UploadRefused;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.Map;

/** The updates of the open gateway's image. */
@Dependent
class LiveUpdates implements UpdateControl {

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveUpdates(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public UpdateSituation situation() {
    return access.gateway().updates().situation();
  }

  @Override
  public UpdateSituation request(
      InputStream archive, long limit, boolean again, boolean downgrade, String actor) {
    OpenGateway gateway = access.gateway();
    Map<String, String> request =
        Map.of(
            "by", actor,
            "again", String.valueOf(again),
            "downgrade", String.valueOf(downgrade));
    try {
      long size = gateway.updates().keep(archive, limit, request);
      acts.record(gateway, actor, "update requested", Map.of("size", String.valueOf(size)));
      return gateway.updates().situation();
    } catch (UploadRefused e) {
      acts.record(
          gateway, actor, "update refused", Map.of("reason", String.valueOf(e.getMessage())));
      throw e;
    }
  }
}
