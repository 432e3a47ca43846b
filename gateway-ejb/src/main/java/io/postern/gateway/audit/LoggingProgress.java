package io.postern.gateway.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far an extension's logging observers are; counts since the start of the gateway or the
 * deployment.
 *
 * @param application the deployed revision
 * @param position number of the last line of the journal that the extension is done with
 * @param behind lines of the journal after it
 * @param lostThreads that do not come back from the extension in spite of an interrupt
 */
public record LoggingProgress(
    String extension,
    String application,
    long position,
    long behind,
    List<Observer> observers,
    List<LostLoggingThread> lostThreads) {

  public LoggingProgress {
    observers = List.copyOf(observers);
    lostThreads = List.copyOf(lostThreads);
  }

  /**
   * One observer method.
   *
   * @param event simple name of the event type
   * @param name class and method
   * @param calls that began
   * @param errors calls that ended in an exception or Error
   * @param late calls that were given up
   */
  public record Observer(String event, String name, long calls, long errors, long late) {}

  /**
   * A thread that an observer did not give back.
   *
   * @param event simple name of the event type
   * @param thread its name and number
   * @param since when it was given up
   * @param cpu processor time of the thread in all
   */
  public record LostLoggingThread(
      String extension,
      String application,
      String event,
      String observer,
      String thread,
      Instant since,
      Duration cpu) {}
}
