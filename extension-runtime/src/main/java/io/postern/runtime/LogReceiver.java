package io.postern.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Gets what applications log by the injected logger. Thread-safe. */
@FunctionalInterface
public interface LogReceiver {

  /**
   * Called on the logging thread; must not throw.
   *
   * @param application the name it was deployed under
   * @param target the server's logger of the same name; logs at the level
   * @param text formatted, as the application gave it: of any length, with any characters
   * @param thrown whose methods are the application's and may do anything
   */
  void log(String application, Logger target, Level level, String text, @Nullable Throwable thrown);
}
