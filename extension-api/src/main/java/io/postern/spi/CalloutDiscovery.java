package io.postern.spi;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Portable extension, loaded by CDI for every application: an application's own events do not reach
 * other deployments, so each archive is made known to the gateway, which calls its observers
 * itself.
 */
public class CalloutDiscovery implements Extension {

  private @Nullable DeployedArchive archive;

  void started(@Observes AfterDeploymentValidation event, BeanManager beanManager) {
    archive =
        new DeployedArchive(
            applicationName(), beanManager, Thread.currentThread().getContextClassLoader());
    DeployedArchives.add(archive);
  }

  void stopping(@Observes BeforeShutdown event) {
    if (archive != null) {
      DeployedArchives.remove(archive);
      archive = null;
    }
  }

  private static String applicationName() {
    try {
      return InitialContext.doLookup("java:app/AppName");
    } catch (NamingException e) {
      return "unnamed";
    }
  }
}
