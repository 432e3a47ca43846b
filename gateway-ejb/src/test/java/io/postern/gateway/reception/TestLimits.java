package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings.Limits;
import java.time.Duration;

/** Limits that tests reach quickly, and changes of them. */
final class TestLimits {

  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  static final Limits USUAL =
      limits(100, 50, 20, HALF_A_MINUTE, HALF_A_MINUTE, HALF_A_MINUTE, HALF_A_MINUTE);

  private TestLimits() {}

  static Limits sessions(Limits old, int all, int perClient) {
    return limits(
        all,
        perClient,
        old.commandsWithoutMessage(),
        old.commandTime(),
        old.messageTime(),
        old.idleTime(),
        old.sessionTime());
  }

  static Limits commandsWithoutMessage(Limits old, int commands) {
    return limits(
        old.sessions(),
        old.sessionsPerClient(),
        commands,
        old.commandTime(),
        old.messageTime(),
        old.idleTime(),
        old.sessionTime());
  }

  static Limits time(Limits old, Duration command, Duration message) {
    return limits(
        old.sessions(),
        old.sessionsPerClient(),
        old.commandsWithoutMessage(),
        command,
        message,
        old.idleTime(),
        old.sessionTime());
  }

  static Limits idleTime(Limits old, Duration idle) {
    return limits(
        old.sessions(),
        old.sessionsPerClient(),
        1_000_000,
        old.commandTime(),
        old.messageTime(),
        idle,
        old.sessionTime());
  }

  static Limits sessionTime(Limits old, Duration session) {
    return limits(
        old.sessions(),
        old.sessionsPerClient(),
        1_000_000,
        old.commandTime(),
        old.messageTime(),
        old.idleTime(),
        session);
  }

  private static Limits limits(
      int sessions,
      int sessionsPerClient,
      int commandsWithoutMessage,
      Duration commandTime,
      Duration messageTime,
      Duration idleTime,
      Duration sessionTime) {
    return new Limits(
        sessions,
        sessionsPerClient,
        100_000,
        10_000,
        10,
        50,
        5,
        commandsWithoutMessage,
        commandTime,
        messageTime,
        idleTime,
        sessionTime,
        4,
        4,
        1_000,
        4);
  }
}
