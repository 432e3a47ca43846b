package io.postern.gateway.audit;

import io.postern.gateway.callout.worker.LoggedCall;
import java.lang.System.Logger.Level;

/** A line given to an observer. What is logged meanwhile goes to the log alone. */
record EventCall(String application, Class<?> kind, JournalLine line) implements LoggedCall {

  @Override
  public String occasion() {
    return "at "
        + kind.getSimpleName()
        + line.fact("session").map(session -> ", session " + session).orElse("")
        + line.id().map(id -> ", message " + id).orElse("")
        + ", line "
        + line.sequence();
  }

  /** The message's own line is written already. */
  @Override
  public void keep(Level level, String text) {}

  @Override
  public void end(Thread caller) {
    caller.interrupt();
  }

  @Override
  public void end() {}
}
