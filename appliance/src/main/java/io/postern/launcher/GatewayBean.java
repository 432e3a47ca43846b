package io.postern.launcher;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/**
 * The gateway inside the EAR, reached by its MBean {@code io.postern:type=Gateway}: operations
 * {@code open} and {@code close}, attribute {@code ReadyLine}.
 */
final class GatewayBean {

  private static final String NAME = "io.postern:type=Gateway";

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

  /**
   * Restores the extensions, recovers the spool, binds the listeners.
   *
   * @param error what the server said when it deployed the application
   * @return the line that says where; empty when it does not open until somebody decides, which
   *     {@link #refusingLine} says
   * @throws NotStarted with the gateway's own reason
   */
  String open(String error) {
    try {
      beans.invoke(name(), "open", new Object[0], new String[0]);
      return readyLine();
    } catch (InstanceNotFoundException e) {
      throw NotStarted.failed("the gateway application did not start (" + error + ")", e);
    } catch (MBeanException | RuntimeMBeanException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String said = cause.getMessage() == null ? NotStarted.reason(cause) : cause.getMessage();
      throw NotStarted.failed(NotStarted.oneLine(said), cause);
    } catch (JMException e) {
      throw NotStarted.failed("the gateway cannot be opened (" + NotStarted.reason(e) + ")", e);
    }
  }

  /** The line that says where mail is taken; empty while it is not. */
  String readyLine() {
    return line("ReadyLine");
  }

  /** The line that says why the gateway does not open until somebody decides; empty otherwise. */
  String refusingLine() {
    return line("RefusingLine");
  }

  private String line(String attribute) {
    try {
      return String.valueOf(beans.getAttribute(name(), attribute));
    } catch (JMException | RuntimeMBeanException e) {
      throw NotStarted.failed(
          "the gateway does not answer " + attribute + " (" + NotStarted.reason(e) + ")", e);
    }
  }

  /** A thread that has ended without which the gateway cannot work, in a sentence; else empty. */
  String endedThread() {
    try {
      return String.valueOf(beans.getAttribute(name(), "EndedThread"));
    } catch (JMException | RuntimeMBeanException e) {
      // It is being undeployed.
      return "";
    }
  }

  /**
   * Whether listeners and spool do their work.
   *
   * @return what does not, in a sentence; else empty
   */
  String check() {
    try {
      return String.valueOf(beans.invoke(name(), "check", new Object[0], new String[0]));
    } catch (JMException | RuntimeMBeanException e) {
      return "the gateway cannot be checked (" + NotStarted.reason(e) + ")";
    }
  }

  /** The first user's password when this start created one, else empty; given once. */
  String takeFirstPassword() {
    return password("takeFirstPassword", "give the first password");
  }

  /** A new password of the first user, who is created again when there is none. */
  String resetFirstPassword() {
    return password("resetFirstPassword", "reset the first user's password");
  }

  private String password(String operation, String what) {
    try {
      return String.valueOf(beans.invoke(name(), operation, new Object[0], new String[0]));
    } catch (JMException | RuntimeMBeanException e) {
      throw NotStarted.failed(
          "the gateway does not " + what + " (" + NotStarted.reason(e) + ")", e);
    }
  }

  /**
   * Stops listening and finishes the transactions in flight.
   *
   * @return whether it was done within the bound
   */
  boolean close(Duration bound) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("gateway-close")
        .start(
            () -> {
              try {
                beans.invoke(name(), "close", new Object[0], new String[0]);
                closed.complete(null);
              } catch (JMException | RuntimeException e) {
                closed.completeExceptionally(e);
              }
            });
    try {
      closed.get(bound.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      ServerLog.record(
          "the gateway did not close in order", e.getCause() == null ? e : e.getCause());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ObjectName name() throws JMException {
    return new ObjectName(NAME);
  }
}
