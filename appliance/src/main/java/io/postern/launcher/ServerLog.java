package io.postern.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends all logging to {@code data/log/server.log}, and the gateway's own warnings to the console
 * as well.
 *
 * <p>It is a handler with a public constructor because others make it by name: Payara when it reads
 * its logging configuration, and the embedded broker, which takes its logger away from the root.
 * All of them write the same file.
 */
public final class ServerLog extends Handler {

  private static final long LIMIT = 10L << 20;
  private static final int KEPT = 5;

  /** Strong references: a logger that nobody holds forgets its handlers. */
  private static final Logger ROOT = Logger.getLogger("");

  private static final Logger GATEWAY = Logger.getLogger("io.postern");

  private static volatile @Nullable RotatingFile file;

  private final LogLine layout = new LogLine();

  /** Writes the file given to {@link #start}; nothing before that. */
  public ServerLog() {
    setLevel(Level.ALL);
    setFilter(new CleanStart());
  }

  /**
   * Takes over logging and the standard streams for the life of the process.
   *
   * @param configuration written there for the server, which reads it at its boot
   */
  static void start(Path log, Path configuration, Console console) throws IOException {
    RotatingFile target = new RotatingFile(log.resolve("server.log"), LIMIT, KEPT);
    file = target;
    Files.writeString(
        configuration,
        """
        handlers=%s
        .level=INFO
        # Certificates of authorities long gone, in Payara's own store.
        javax.enterprise.system.security.ssl.level=SEVERE
        """
            .formatted(ServerLog.class.getName()));
    System.setProperty("java.util.logging.config.file", configuration.toString());
    Handler warnings = new ConsoleWarnings(console);
    attach(warnings);
    // Anything that has java.util.logging read another configuration removes all handlers with it.
    LogManager.getLogManager().addConfigurationListener(() -> attach(warnings));
    System.setOut(stream(target, "stdout"));
    System.setErr(stream(target, "stderr"));
  }

  private static void attach(Handler warnings) {
    if (Arrays.stream(ROOT.getHandlers()).noneMatch(ServerLog.class::isInstance)) {
      for (Handler other : ROOT.getHandlers()) {
        ROOT.removeHandler(other);
      }
      ROOT.addHandler(new ServerLog());
    }
    if (!Arrays.asList(GATEWAY.getHandlers()).contains(warnings)) {
      GATEWAY.addHandler(warnings);
    }
  }

  private static PrintStream stream(RotatingFile target, String name) {
    return new PrintStream(new LineStream(target, name), true, StandardCharsets.UTF_8);
  }

  /** Adds what the operator should find there but not on the console. */
  static void record(String what, Throwable thrown) {
    GATEWAY.log(Level.INFO, what, thrown);
  }

  @Override
  public void publish(LogRecord entry) {
    RotatingFile target = file;
    if (target != null && isLoggable(entry)) {
      target.add(layout.format(entry));
    }
  }

  @Override
  public void flush() {}

  /** Leaves the file open: the other handlers write it too. */
  @Override
  public void close() {}

  /** The gateway's warnings, a line each; the trace is in the file. */
  private static final class ConsoleWarnings extends Handler {

    private final Console console;
    private final LogLine layout = new LogLine();

    ConsoleWarnings(Console console) {
      this.console = console;
      setLevel(Level.WARNING);
    }

    @Override
    public void publish(LogRecord entry) {
      if (isLoggable(entry)) {
        console.printError(NotStarted.oneLine(layout.formatMessage(entry)));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
