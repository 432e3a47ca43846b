package io.postern.gateway.callout.cdi;

import io.postern.text.Shown;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Payara, Micro and full server alike: the administration commands {@code deploy} and {@code
 * undeploy}, run inside the server by its own command runner. Reached by reflection over the
 * server's public types, because Payara's artifacts of this version are in no public repository to
 * compile against.
 */
public final class PayaraServer implements ServerDeployer {

  private static final String GLOBALS = "org.glassfish.internal.api.Globals";
  private static final String LOCATOR = "org.glassfish.hk2.api.ServiceLocator";
  private static final String RUNNER = "org.glassfish.embeddable.CommandRunner";
  private static final String DEPLOYER = "org.glassfish.embeddable.Deployer";
  private static final String RESULT = "org.glassfish.embeddable.CommandResult";

  private static final List<String> FRAME =
      List.of("PlainTextActionReporterFAILURE", "AdminCommand");
  private static final int LONGEST_REPORT = 500;

  private final ClassLoader loader;

  /** The server this class runs in. */
  public PayaraServer() {
    this.loader = PayaraServer.class.getClassLoader();
  }

  @Override
  public void deploy(String application, Path archive, String contextRoot) {
    run(
        "deploy",
        "--force=true",
        "--type=war",
        "--name=" + application,
        "--contextroot=" + contextRoot,
        archive.toAbsolutePath().toString());
  }

  @Override
  public void undeploy(String application) {
    run("undeploy", application);
  }

  /** By the server's own interface for this: the command's printed list is meant for people. */
  @Override
  public Set<String> applications() {
    return inServer(
        "list-applications",
        () -> {
          Object names =
              type(DEPLOYER).getMethod("getDeployedApplications").invoke(service(DEPLOYER));
          return ((Collection<?>) names)
              .stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
        });
  }

  private void run(String command, String... arguments) {
    inServer(
        command,
        () -> {
          Object result =
              type(RUNNER)
                  .getMethod("run", String.class, String[].class)
                  .invoke(service(RUNNER), command, arguments);
          if (String.valueOf(get(result, "getExitStatus")).equals("FAILURE")) {
            throw new IllegalStateException(said(result));
          }
          return true;
        });
  }

  /** What is done in the server, with its own types. */
  private interface Work<T> {
    T perform() throws ReflectiveOperationException;
  }

  private <T> T inServer(String command, Work<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return work.perform();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "the server's " + command + " failed: " + Refusal.of(e.getCause()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this server is not a Payara that is known here: " + e, e);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  private Object service(String type) throws ReflectiveOperationException {
    Object locator = type(GLOBALS).getMethod("getDefaultHabitat").invoke(null);
    Object service =
        type(LOCATOR)
            .getMethod("getService", Class.class, Annotation[].class)
            .invoke(locator, type(type), new Annotation[0]);
    if (service == null) {
      throw new IllegalStateException("the server has no " + type);
    }
    return service;
  }

  private @Nullable Object get(Object result, String getter) throws ReflectiveOperationException {
    return type(RESULT).getMethod(getter).invoke(result);
  }

  /**
   * The server's words without the report's frame, which is {@code
   * PlainTextActionReporterFAILUREDescription: deploy AdminCommand... [name=x} or a part of it.
   */
  private String said(Object result) throws ReflectiveOperationException {
    if (get(result, "getFailureCause") instanceof Throwable cause) {
      return Refusal.of(cause);
    }
    String text = String.valueOf(get(result, "getOutput"));
    for (String frame : FRAME) {
      text = text.substring(text.indexOf(frame) < 0 ? 0 : text.indexOf(frame) + frame.length());
    }
    int end = text.indexOf("[name=");
    return Shown.of((end < 0 ? text : text.substring(0, end)).strip(), LONGEST_REPORT);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, loader);
  }
}
