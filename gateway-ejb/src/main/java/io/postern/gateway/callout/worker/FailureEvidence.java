package io.postern.gateway.callout.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * With whose messages a callout failed, and with whose it did not, within the last 30 to 60
 * seconds. Bounded, whatever clients do: 256 clients, 64 failed messages of each. Not thread-safe.
 */
final class FailureEvidence {

  private static final long HALF = Duration.ofSeconds(30).toNanos();
  private static final int MOST_CLIENTS = 256;
  private static final int MOST_MESSAGES = 64;

  private static final class Client {
    private long returned;
    private final Set<Long> failed = HashSet.newHashSet(2);

    void add(Client other) {
      returned += other.returned;
      failed.addAll(other.failed);
    }

    double failing() {
      return failed.isEmpty() ? 0 : (double) failed.size() / (failed.size() + returned);
    }
  }

  private Map<String, Client> recent = new HashMap<>();
  private Map<String, Client> before = Map.of();
  private long since;

  FailureEvidence(long now) {
    since = now;
  }

  void returned(String client, long now) {
    Client of = client(client, now);
    if (of != null) {
      of.returned++;
    }
  }

  /** The same message again counts once. */
  void failed(CallInput input, long now) {
    Client of = client(input.client(), now);
    if (of != null && of.failed.size() < MOST_MESSAGES) {
      of.failed.add(input.message());
    }
  }

  private @Nullable Client client(String name, long now) {
    age(now);
    if (recent.size() >= MOST_CLIENTS && !recent.containsKey(name)) {
      return null;
    }
    return recent.computeIfAbsent(name, n -> new Client());
  }

  private void age(long now) {
    if (now - since >= 2 * HALF) {
      before = Map.of();
      recent = new HashMap<>();
      since = now;
    } else if (now - since >= HALF) {
      before = recent;
      recent = new HashMap<>();
      since = now;
    }
  }

  private Map<String, Client> all() {
    Map<String, Client> all = new HashMap<>();
    before.forEach((name, client) -> all.computeIfAbsent(name, n -> new Client()).add(client));
    recent.forEach((name, client) -> all.computeIfAbsent(name, n -> new Client()).add(client));
    return all;
  }

  boolean holdsFailures(long now) {
    age(now);
    return all().values().stream().anyMatch(client -> !client.failed.isEmpty());
  }

  /** Distinct messages that failed. */
  Set<Long> messages() {
    return all().values().stream()
        .flatMap(client -> client.failed.stream())
        .collect(Collectors.toSet());
  }

  /**
   * The share of calls that failed, as the mean over all clients: one that sends much weighs no
   * more than one that sends little.
   */
  double share() {
    return all().values().stream().mapToDouble(Client::failing).average().orElse(0);
  }

  /** The clients of whose messages more than half failed. */
  Set<String> failingClients() {
    return all().entrySet().stream()
        .filter(entry -> entry.getValue().failing() > 0.5)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether messages of this client passed, and none failed. */
  boolean isFaultless(String client) {
    Client of = all().get(client);
    return of != null && of.returned > 0 && of.failed.isEmpty();
  }

  /** Forgets failures; who was faultless stays so. */
  void forgetFailures() {
    before = Map.copyOf(withoutFailures(before));
    recent = withoutFailures(recent);
  }

  private static Map<String, Client> withoutFailures(Map<String, Client> clients) {
    Map<String, Client> left = new HashMap<>(clients);
    left.values().removeIf(client -> !client.failed.isEmpty());
    return left;
  }
}
