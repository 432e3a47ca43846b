package io.postern.gateway.callout.cdi;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file {@code extension-starts} beside the spool: how many starts of the gateway in a row ended
 * without a word while this application was started. An extension that halts the process or
 * interrupts its threads would otherwise end every start. A line for each: application, count. For
 * one thread at a time.
 */
final class StartRecord {

  /** So many starts may die with an extension before it is left out. */
  static final int MOST = 2;

  private static final Logger LOG = System.getLogger(StartRecord.class.getPackageName());

  private final Path file;
  private final Map<String, Integer> died;

  /**
   * Reads what earlier starts left; a file that cannot be read counts as none.
   *
   * @param data the gateway's data folder
   */
  StartRecord(Path data) {
    this.file = data.resolve("extension-starts");
    this.died = read(file);
  }

  private static Map<String, Integer> read(Path file) {
    Map<String, Integer> died = new TreeMap<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] words = line.split(" ", -1);
          died.put(words[0], Integer.parseInt(words[1]));
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "extensions: cannot read {0} ({1}); counting starts from zero",
          file,
          Refusal.of(e));
      died.clear();
    }
    return died;
  }

  /** Whether the last starts died with this application, so that it must not be started again. */
  boolean leavesOut(String application) {
    return died.getOrDefault(application, 0) >= MOST;
  }

  /** Counts a start as died until {@link #ended} says otherwise. */
  void begun(String application) {
    died.merge(application, 1, Integer::sum);
    write();
  }

  /** The application's start has ended, well or not, and the process lives. */
  void ended(String application) {
    if (died.remove(application) != null) {
      write();
    }
  }

  /** Failures are logged: without the file an extension gets more tries than it should. */
  private void write() {
    StringBuilder text = new StringBuilder();
    died.forEach((application, count) -> text.append(application + " " + count + "\n"));
    try {
      DeployedFile.replace(file, text.toString());
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "extensions: cannot write {0} ({1}); going on without it",
          file,
          Refusal.of(e));
    }
  }
}
