package io.postern.gateway.operation;

import io.postern.gateway.callout.cdi.ArchiveRefused;
import io.postern.gateway.callout.cdi.ExtensionNotDeployed;
import io.postern.gateway.callout.cdi.NoSuchExtension;
import io.postern.gateway.callout.worker.LostThread;
import java.io.InputStream;
import java.util.List;

/**
 * The deployed extensions. Every method raises {@link GatewayNotReady} while the gateway is not
 * open. Thread-safe.
 */
public interface ExtensionControl {

  /** In the order they are asked. */
  List<ExtensionView> all();

  /**
   * One of them.
   *
   * @throws NoSuchExtension when there is none of that name
   */
  ExtensionView one(String name);

  /** Threads that callouts of extensions did not give back, the oldest first. */
  List<LostThread> lostThreads();

  /**
   * Deploys an archive, or a new revision when there is an extension of that name. Returns when
   * transactions that begin from now on meet it.
   *
   * @param name 1 to 41 of {@code a-z 0-9} and single hyphens, a letter first
   * @param fileName as the actor calls the file; recorded, never opened
   * @param archive read to its end, not closed
   * @throws ArchiveRefused when it cannot be deployed; what ran before runs on
   * @throws ExtensionNotDeployed likewise, when it could not take over
   */
  ExtensionView deploy(String name, String fileName, InputStream archive, String actor);

  /**
   * Undeploys an extension. Returns when no transaction can meet it any more.
   *
   * @throws NoSuchExtension when there is none of that name
   */
  void undeploy(String name, String actor);
}
