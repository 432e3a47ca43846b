package io.postern.gateway.web.access;

import io.postern.gateway.operation.Operator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of the administration. A session's name is a secret of 256 random bits, made at
 * login and never taken from a client, so there is nothing to fixate; only its digest is kept.
 * Thread-safe.
 */
final class AdminSessions {

  static final Duration IDLE = Duration.ofHours(1);
  static final Duration LIFETIME = Duration.ofHours(12);
  private static final int MOST = 1_000;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new HashMap<>();

  private record Session(Operator operator, Instant begun, Instant seen) {
    boolean isOver(Instant now) {
      return seen.plus(IDLE).isBefore(now) || begun.plus(LIFETIME).isBefore(now);
    }
  }

  AdminSessions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Begins a session.
   *
   * @return its secret name
   */
  synchronized String begin(Operator operator) {
    Instant now = clock.instant();
    sessions.values().removeIf(session -> session.isOver(now));
    if (sessions.size() >= MOST) {
      sessions.entrySet().stream()
          .min(Comparator.comparing(entry -> entry.getValue().seen()))
          .map(Map.Entry::getKey)
          .ifPresent(sessions::remove);
    }
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    sessions.put(digest(name), new Session(operator, now, now));
    return name;
  }

  /** Whose session it is; being asked for keeps it from falling idle. */
  synchronized Optional<Operator> find(String name) {
    Instant now = clock.instant();
    String digest = digest(name);
    Session session = sessions.get(digest);
    if (session == null || session.isOver(now)) {
      sessions.remove(digest);
      return Optional.empty();
    }
    sessions.put(digest, new Session(session.operator(), session.begun(), now));
    return Optional.of(session.operator());
  }

  synchronized void end(String name) {
    sessions.remove(digest(name));
  }

  synchronized void endAllOf(String user) {
    sessions.values().removeIf(session -> session.operator().name().equals(user));
  }

  private static String digest(String name) {
    try {
      byte[] octets = name.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
