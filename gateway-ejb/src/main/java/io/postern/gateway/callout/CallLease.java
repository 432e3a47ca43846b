package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.gateway.callout.worker.LoggedCall;
import io.postern.gateway.spool.SpoolId;
import io.postern.session.Session;
import io.postern.text.Shown;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of a callout, with the lines that it logs. Thread-safe. */
final class CallLease extends Lease implements LoggedCall {

  private final Callout callout;
  private final Session session;
  private final Object subject;
  private @Nullable List<LogEntry> kept;
  private int omitted;

  /**
   * @param subject the stage's, as the client gave it
   */
  CallLease(Callout callout, Session session, Object subject) {
    this.callout = callout;
    this.session = session;
    this.subject = subject;
  }

  @Override
  public String application() {
    return callout.application();
  }

  @Override
  public String occasion() {
    Optional<SpoolId> id = subject instanceof MailVersion mail ? mail.id() : Optional.empty();
    return "at "
        + callout.stage().title()
        + ", session "
        + session.id()
        + id.map(message -> ", message " + message).orElse("");
  }

  /** What is logged after the call's time is over is not the message's any more. */
  @Override
  public synchronized void keep(Level level, String text) {
    if (isOver()) {
      return;
    }
    List<LogEntry> lines = kept;
    if (lines == null) {
      lines = new ArrayList<>();
      kept = lines;
    }
    if (lines.size() == LogEntries.MOST) {
      omitted++;
    } else {
      lines.add(
          new LogEntry(
              callout.stage().title(),
              callout.application(),
              level,
              Shown.of(text, ExtensionLog.LONGEST_KEPT)));
    }
  }

  /** To be read when the call's time is over. */
  synchronized LogEntries logged() {
    return kept == null ? LogEntries.NONE : new LogEntries(kept, omitted);
  }
}
