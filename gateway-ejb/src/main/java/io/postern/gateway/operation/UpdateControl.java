package io.postern.gateway.operation;

import io.postern.gateway.update.NotAnImage;
import io.postern.gateway.update.UpdateSituation;
import io.postern.gateway.update.UploadRefused;
import java.io.InputStream;

/**
 * The appliance image's updates. Every method raises {@link GatewayNotReady} while the gateway is
 * not open. Thread-safe.
 */
public interface UpdateControl {

  /**
   * The image's slots, and the result of the last update.
   *
   * @throws NotAnImage when this is not the appliance's image
   */
  UpdateSituation situation();

  /**
   * Keeps an update for root, who verifies and applies it and restarts the machine. That it was
   * kept says nothing about its content.
   *
   * @param archive read to its end, not closed
   * @param limit octets
   * @param again whether the version that runs may be written once more
   * @param downgrade whether an older one may be
   * @throws NotAnImage when this is not the appliance's image
   * @throws UploadRefused when it was not kept
   */
  UpdateSituation request(
      InputStream archive, long limit, boolean again, boolean downgrade, String actor);
}
