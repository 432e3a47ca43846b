package io.postern.launcher;

/**
 * The server's one listener, which the administration is reached by. The server closes it when its
 * selector thread is interrupted, as extensions have done.
 */
final class AdminListener {

  private final AdminCommands commands;

  AdminListener(AdminCommands commands) {
    this.commands = commands;
  }

  /**
   * Closes what is left of it and opens it again, with new threads. Requests that it serves are cut
   * off.
   *
   * @throws NotStarted when the server refuses
   */
  void reopen() {
    commands.set(ServerConfiguration.LISTENERS + "https-listener.enabled", "false");
    commands.set(ServerConfiguration.LISTENERS + "https-listener.enabled", "true");
  }
}
