package io.postern.gateway.web.access;

import io.postern.gateway.access.User;
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
import java.util.function.Predicate;

/**
 * The sessions of the administration. A session's name is a secret of 256 random bits, made at
 * login and never taken from a client, so there is nothing to fixate; only its digest is kept. A
 * session ends soon after its user was removed or given another role or password. Thread-safe.
 */
final class AdminSessions {

  static final Duration IDLE = Duration.ofHours(1);
  static final Duration LIFETIME = Duration.ofHours(12);
  static final Duration TRUSTED = Duration.ofSeconds(30);
  private static final int MOST = 1_000;

  private final InstantSource clock;
  private final Predicate<User> isCurrent;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new HashMap<>();

  /**
   * One session.
   *
   * @param checked when its user was last found to be the user as known then
   */
  private record Session(User user, Instant begun, Instant seen, Instant checked) {
    Session seenAt(Instant now) {
      return new Session(user, begun, now, checked);
    }

    Session checkedAt(Instant now) {
      return new Session(user, begun, seen, now);
    }

    boolean isToBeChecked(Instant now) {
      return checked.plus(TRUSTED).isBefore(now);
    }

    boolean isOver(Instant now) {
      return seen.plus(IDLE).isBefore(now) || begun.plus(LIFETIME).isBefore(now);
    }
  }

  /**
   * Sessions by this clock.
   *
   * @param isCurrent whether an user is still as known now; asked without a lock held, and not at
   *     every request, because it may ask the database
   */
  AdminSessions(InstantSource clock, Predicate<User> isCurrent) {
    this.clock = clock;
    this.isCurrent = isCurrent;
  }

  /**
   * Begins a session.
   *
   * @return its secret name
   */
  synchronized String begin(User user) {
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
    sessions.put(digest(name), new Session(user, now, now, now));
    return name;
  }

  /** Whose session it is; being asked for keeps it from falling idle. */
  Optional<User> find(String name) {
    Instant now = clock.instant();
    String digest = digest(name);
    Optional<Session> session = seen(digest, now);
    if (session.isPresent() && session.get().isToBeChecked(now)) {
      if (!isCurrent.test(session.get().user())) {
        remove(digest);
        return Optional.empty();
      }
      checked(digest, now);
    }
    return session.map(Session::user);
  }

  private synchronized Optional<Session> seen(String digest, Instant now) {
    Session session = sessions.get(digest);
    if (session == null || session.isOver(now)) {
      sessions.remove(digest);
      return Optional.empty();
    }
    sessions.put(digest, session.seenAt(now));
    return Optional.of(session);
  }

  private synchronized void checked(String digest, Instant now) {
    sessions.computeIfPresent(digest, (key, session) -> session.checkedAt(now));
  }

  private synchronized void remove(String digest) {
    sessions.remove(digest);
  }

  void end(String name) {
    remove(digest(name));
  }

  synchronized void endAllOf(String user) {
    sessions.values().removeIf(session -> session.user().name().equals(user));
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
