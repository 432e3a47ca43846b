package io.postern.gateway.callout.deployed;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Payara, Micro and full server alike: the administration commands {@code deploy}, {@code undeploy}
 * and {@code list-applications}, run inside the server by its own command runner. Reached by
 * reflection over the server's public types, because Payara's artifacts of this version are in no
 * public repository to compile against.
 */
public final class PayaraServer implements ServerDeployer {

  private static final String GLOBALS = "org.glassfish.internal.api.Globals";
  private static final String LOCATOR = "org.glassfish.hk2.api.ServiceLocator";
  private static final String RUNNER = "org.glassfish.embeddable.CommandRunner";
  private static final String RESULT = "org.glassfish.embeddable.CommandResult";

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

  @Override
  public Set<String> applications() {
    return run("list-applications")
        .lines()
        .map(line -> line.strip().split("\\s+", 2)[0])
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @return what the command printed
   * @throws IllegalStateException when the command failed, with what it said
   */
  private String run(String command, String... arguments) {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      Object result =
          type(RUNNER)
              .getMethod("run", String.class, String[].class)
              .invoke(runner(), command, arguments);
      String output = String.valueOf(get(result, "getOutput"));
      if (String.valueOf(get(result, "getExitStatus")).equals("FAILURE")) {
        throw new IllegalStateException(
            "the server's command " + command + " failed: " + said(output, result));
      }
      return output;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the server's command " + command + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this server is not a Payara that is known here", e);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  private Object runner() throws ReflectiveOperationException {
    Object locator = type(GLOBALS).getMethod("getDefaultHabitat").invoke(null);
    Object runner =
        type(LOCATOR)
            .getMethod("getService", Class.class, Annotation[].class)
            .invoke(locator, type(RUNNER), new Annotation[0]);
    if (runner == null) {
      throw new IllegalStateException("the server has no command runner");
    }
    return runner;
  }

  private @Nullable Object get(Object result, String getter) throws ReflectiveOperationException {
    return type(RESULT).getMethod(getter).invoke(result);
  }

  private String said(String output, Object result) throws ReflectiveOperationException {
    Object cause = get(result, "getFailureCause");
    String text = output.strip();
    return cause instanceof Throwable thrown && !text.contains(Refusal.of(thrown))
        ? text + " (" + Refusal.of(thrown) + ")"
        : text;
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, loader);
  }
}
