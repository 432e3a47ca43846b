package io.postern.gateway.callout;

import io.postern.runtime.CalloutDiscovery;
import io.postern.runtime.DeployedArchives;
import java.net.URL;
import java.net.URLClassLoader;
import javax.naming.Context;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * An application with its own CDI container and class loader, found by the gateway the way it is
 * found in the server: by the portable extension of the runtime.
 */
final class Deployment implements AutoCloseable {

  /** Of all gateways in this process, one after the other. */
  static final DeployedArchives ARCHIVES = DeployedArchives.take();

  private final WeldContainer container;
  final ClassLoader classLoader = new URLClassLoader(new URL[0], Deployment.class.getClassLoader());

  private Deployment(String application, Class<?>... beans) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    AppNames.current = application;
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, AppNames.class.getName());
    thread.setContextClassLoader(classLoader);
    try {
      container =
          new Weld(application + "-" + System.nanoTime())
              .disableDiscovery()
              // Weld SE looks for portable extensions only when it looks for beans.
              .extensions(new CalloutDiscovery())
              .addBeanClasses(beans)
              .initialize();
    } finally {
      thread.setContextClassLoader(before);
      System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }
  }

  static Deployment of(String application, Class<?>... beans) {
    return new Deployment(application, beans);
  }

  /** Undeploys it. */
  @Override
  public void close() {
    if (container.isRunning()) {
      container.close();
    }
  }
}
