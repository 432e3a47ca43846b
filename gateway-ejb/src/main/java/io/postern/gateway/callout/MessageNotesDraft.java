package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.MessageNotes;
import io.postern.text.Shown;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The notes of a message as one callout sees and changes them; never larger than allowed. */
final class MessageNotesDraft implements MessageNotes {

  private static final int LONGEST_KEY = 100;

  private final Lease lease;
  private final Map<String, String> now;
  private int octets;
  private boolean changed;

  /**
   * @param now a map of its own
   */
  MessageNotesDraft(Lease lease, Map<String, String> now) {
    this.lease = lease;
    this.now = now;
    now.forEach((key, value) -> octets += octets(key) + octets(value));
  }

  @Override
  public Optional<String> get(String key) {
    lease.check();
    return Optional.ofNullable(now.get(key));
  }

  @Override
  public Map<String, String> all() {
    lease.check();
    return Map.copyOf(now);
  }

  @Override
  public void put(String key, String value) {
    lease.check();
    requireKey(key);
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(
          "the value of the note '%s' is no text: it holds half of a surrogate pair"
              .formatted(key));
    }
    String former = now.get(key);
    long after = (long) octets + octets(value) + (former == null ? octets(key) : -octets(former));
    if (after > MOST_OCTETS) {
      throw new IllegalArgumentException(
          "with the note '%s' the notes of the message have %d octets, at most %d are kept"
              .formatted(key, after, MOST_OCTETS));
    }
    now.put(key, value);
    octets = (int) after;
    changed = true;
  }

  @Override
  public boolean remove(String key) {
    lease.check();
    String former = now.remove(key);
    if (former == null) {
      return false;
    }
    octets -= octets(key) + octets(former);
    changed = true;
    return true;
  }

  private static void requireKey(String key) {
    if (key.isEmpty()
        || key.length() > LONGEST_KEY
        || key.indexOf(' ') >= 0
        || !Shown.isPrintableAscii(key)) {
      throw new IllegalArgumentException(
          "the key of a note is 1 to 100 characters of printable US-ASCII without space: "
              + Shown.of(key, 300));
    }
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** As the callout left them, in a map it does not know; null when unchanged. */
  @Nullable Map<String, String> left() {
    return changed ? new HashMap<>(now) : null;
  }
}
