package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.CurrentCall;
import io.postern.gateway.callout.worker.LoggedCall;
import io.postern.gateway.callout.worker.Thrown;
import io.postern.text.Shown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What extensions log: each line is written to the log with extension, revision, stage, session and
 * message, and kept with the message whose callout logged it. A line has a bounded length; of one
 * revision the log takes 100 lines at once and 10 in a second, and the next line says how many were
 * left out. Thread-safe.
 */
public final class ExtensionLog {

  /** Characters of a line in the log. */
  static final int LONGEST_LOGGED = 1000;

  /** Characters of a line that is kept with a message. */
  static final int LONGEST_KEPT = 200;

  private final LongSupplier nanoTime;
  private final Map<String, LineAllowance> allowances = new ConcurrentHashMap<>();

  public ExtensionLog() {
    this(System::nanoTime);
  }

  ExtensionLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a line, on the thread that logs it; never throws.
   *
   * @param extension name without revision
   * @param revision the deployed one
   * @param target where it is written
   * @param text of any length, with any characters
   */
  public void add(
      String extension,
      String revision,
      Logger target,
      Level level,
      String text,
      @Nullable Throwable thrown) {
    Optional<LoggedCall> call = call(revision);
    String line = Shown.of(text, LONGEST_LOGGED);
    if (thrown != null) {
      line = Shown.of(line + " (" + Thrown.described(thrown) + ")", 2 * LONGEST_LOGGED);
    }
    if (call.isPresent()) {
      call.get().keep(level, line);
    }
    long now = nanoTime.getAsLong();
    LineAllowance allowance =
        allowances.computeIfAbsent(revision, unknown -> new LineAllowance(now));
    if (allowance.take(now)) {
      long refused = allowance.refused();
      target.log(
          level,
          "extension "
              + Shown.of(extension)
              + " ("
              + Shown.of(revision)
              + ")"
              + call.map(of -> " " + of.occasion()).orElse("")
              + ": "
              + line
              + (refused == 0 ? "" : " [" + refused + " lines before it left out]"));
    }
  }

  /** A thread of another extension's call is none of this one's. */
  private static Optional<LoggedCall> call(String revision) {
    return CurrentCall.shared()
        .map(shared -> shared instanceof LoggedCall logged ? logged : null)
        .filter(logged -> logged.application().equals(revision));
  }

  /** The revision was undeployed. */
  public void forget(String revision) {
    allowances.remove(revision);
  }
}
