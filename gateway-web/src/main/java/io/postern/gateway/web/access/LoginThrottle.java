package io.postern.gateway.web.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing slow. Each wrong password, from the fourth on, doubles the time before the next is
 * looked at: per user up to 30 s, so that many addresses together get nowhere, and per address up
 * to a minute. A user is not shut out by others' guesses: from an address where they logged in
 * before, only the address counts.
 *
 * <p>An attempt counts as wrong from its beginning, so that many at once gain nothing. Thread-safe.
 */
final class LoginThrottle {

  private static final int FREE = 3;
  private static final Duration MOST_PER_USER = Duration.ofSeconds(30);
  private static final Duration MOST_PER_ADDRESS = Duration.ofSeconds(60);
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final InstantSource clock;
  private final Map<String, Wrong> users = bounded();
  private final Map<String, Wrong> addresses = bounded();
  private final Map<String, Boolean> familiar = bounded();

  /** Wrong attempts so far. */
  private record Wrong(int count, Instant last, Instant notBefore) {}

  LoginThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Asks for an attempt.
   *
   * @return zero when the password may be looked at now; otherwise how long to wait
   */
  synchronized Duration begin(String user, String address) {
    Instant now = clock.instant();
    String network = network(address);
    Wrong ofUser = current(users.get(user), now);
    Wrong ofAddress = current(addresses.get(network), now);
    boolean isFamiliar = familiar.containsKey(pair(user, network));
    Instant notBefore =
        isFamiliar || ofAddress.notBefore().isAfter(ofUser.notBefore())
            ? ofAddress.notBefore()
            : ofUser.notBefore();
    if (notBefore.isAfter(now)) {
      return Duration.between(now, notBefore);
    }
    if (!isFamiliar) {
      users.put(user, oneMore(ofUser, now, MOST_PER_USER));
    }
    addresses.put(network, oneMore(ofAddress, now, MOST_PER_ADDRESS));
    return Duration.ZERO;
  }

  /**
   * The attempt succeeded. The address keeps its earlier wrong ones: else anyone who has one
   * password could guess the others' at full speed.
   */
  synchronized void succeeded(String user, String address) {
    Instant now = clock.instant();
    String network = network(address);
    users.remove(user);
    Wrong ofAddress = current(addresses.get(network), now);
    addresses.put(network, new Wrong(Math.max(0, ofAddress.count() - 1), now, now));
    familiar.put(pair(user, network), true);
  }

  private static Wrong current(@org.jspecify.annotations.Nullable Wrong wrong, Instant now) {
    return wrong == null || wrong.last().plus(FORGOTTEN).isBefore(now)
        ? new Wrong(0, now, now)
        : wrong;
  }

  private static Wrong oneMore(Wrong wrong, Instant now, Duration most) {
    int count = wrong.count() + 1;
    Duration wait = Duration.ZERO;
    if (count > FREE) {
      Duration doubled = Duration.ofSeconds(1L << Math.min(20, count - FREE - 1));
      wait = doubled.compareTo(most) < 0 ? doubled : most;
    }
    return new Wrong(count, now, now.plus(wait));
  }

  private static String pair(String user, String network) {
    return network + ' ' + user;
  }

  /** An IPv6 client has a whole /64 to ask from (RFC 4291 section 2.5.4). */
  private static String network(String address) {
    int zone = address.indexOf('%');
    InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
    return parsed instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8))
        : address;
  }

  /** Forgets who was not seen for longest, so that no flood of names fills the memory. */
  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > 10_000;
      }
    };
  }
}
