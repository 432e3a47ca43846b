package io.postern.gateway.spool;

import java.util.Optional;

/** Gets the result of the spool's recovery before anybody can see the recovered messages. */
public interface RecoveryListener {

  /**
   * Called once, on the thread that called {@link Spool#recover} or on one of the spool; may block.
   * Methods of the spool that wait for the recovery must not be called.
   *
   * @param loss what is lost
   * @param unfinished how many messages are not finished
   */
  void recovered(Optional<Loss> loss, int unfinished);

  /** Does nothing. */
  static RecoveryListener none() {
    return (loss, unfinished) -> {};
  }
}
