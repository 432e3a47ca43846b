package io.postern.gateway.callout.cdi;

import java.nio.file.Path;
import java.util.Set;

/**
 * What the application server does for extensions. Calls block until the server has done it, and
 * come one at a time.
 */
public interface ServerDeployer {

  /**
   * Deploys a WAR, replacing an application of the same name.
   *
   * @throws RuntimeException when the server refuses; its message says why
   */
  void deploy(String application, Path archive, String contextRoot);

  /**
   * @throws RuntimeException when the server refuses; its message says why
   */
  void undeploy(String application);

  /** The names of all applications the server has. */
  Set<String> applications();
}
