package io.postern.runtime;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Portable extension, loaded by CDI for every application: an application's own events do not reach
 * other deployments, so each archive is made known to the gateway, which calls its observers
 * itself. An application that has a {@link System.Logger} injected and no bean of that type gets
 * one that knows the application's name.
 */
public class CalloutDiscovery implements Extension {

  private @Nullable DeployedArchive archive;
  private @Nullable String application;
  private boolean injectsLogger;
  private boolean hasLogger;

  void injects(@Observes ProcessInjectionPoint<?, System.Logger> event) {
    injectsLogger |= event.getInjectionPoint().getQualifiers().contains(Default.Literal.INSTANCE);
  }

  void declares(@Observes ProcessBeanAttributes<? extends System.Logger> event) {
    hasLogger |= event.getBeanAttributes().getQualifiers().contains(Default.Literal.INSTANCE);
  }

  void discovered(@Observes AfterBeanDiscovery event, BeanManager beanManager) {
    if (injectsLogger && !hasLogger) {
      event.addBean(ExtensionLogger.bean(beanManager));
    }
  }

  void started(@Observes AfterDeploymentValidation event, BeanManager beanManager) {
    archive =
        new DeployedArchive(
            application(), beanManager, Thread.currentThread().getContextClassLoader());
    DeployedArchives.add(archive);
  }

  void stopping(@Observes BeforeShutdown event) {
    if (archive != null) {
      DeployedArchives.remove(archive);
      archive = null;
    }
  }

  /**
   * The name it was deployed under. Public, as CDI hands out a proxy of this object, whose class
   * another class loader defines: it cannot pass on what only this package may call.
   */
  public synchronized String application() {
    String known = application;
    if (known == null) {
      known = applicationName();
      application = known;
    }
    return known;
  }

  private static String applicationName() {
    try {
      return InitialContext.doLookup("java:app/AppName");
    } catch (NamingException e) {
      return "unnamed";
    }
  }
}
