package io.postern.gateway.callout.worker;

import java.lang.System.Logger.Level;

/** A call of an extension that knows what for, and keeps what the extension logs meanwhile. */
public interface LoggedCall extends Revocable {

  /** The deployed revision that is called. */
  String application();

  /** Stage, session and message as far as they are known, for a line of the log. */
  String occasion();

  /**
   * A line was logged on the call's thread.
   *
   * @param text on one line and bounded
   */
  void keep(Level level, String text);
}
