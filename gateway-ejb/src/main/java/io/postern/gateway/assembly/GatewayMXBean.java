package io.postern.gateway.assembly;

/**
 * What the launcher asks of the gateway, by the name {@value #NAME} in the platform's MBean server.
 */
public interface GatewayMXBean {

  /** The object name it is registered under. */
  String NAME = "io.postern:type=Gateway";

  /**
   * Recovers the spool, restores the extensions, begins to deliver and binds the listeners.
   *
   * @throws RuntimeException whose message is one line for the console
   */
  void open();

  /** Stops listening, finishes what is in flight within bounds, and closes everything. */
  void close();

  /** The line that says the gateway takes mail and where; empty while it does not. */
  String getReadyLine();

  /**
   * The line that says why the gateway does not open until an administrator decides, and where;
   * empty when it does not wait for that. {@link #open} returns without a failure then.
   */
  String getRefusingLine();

  /**
   * A thread that has ended without which the gateway cannot work, in a sentence; empty when all
   * run. Cheap. The process is to be ended and started again.
   */
  String getEndedThread();

  /**
   * Connects to the listeners and commits to the spool, which takes up to their time limits.
   *
   * @return what does not work, in a sentence; empty when all does, and while the gateway is not
   *     open
   */
  String check();

  /**
   * The password of the first user when this start created it, else empty; given once. It stands
   * nowhere else and must be changed at the first login. The caller may keep it in the file {@code
   * first-sign-in} of the data folder, which is removed when that password is changed.
   */
  String takeFirstPassword();

  /**
   * Gives the first user a new password, which must be changed at the next login, and creates the
   * user as an administrator when there is none of that name.
   */
  String resetFirstPassword();
}
