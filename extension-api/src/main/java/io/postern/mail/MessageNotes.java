package io.postern.mail;

import java.util.Map;
import java.util.Optional;

/**
 * Notes of extensions that stay with a message: text by key. They are stored in the spool with the
 * message, outlast restarts, stand in the audit journal as the facts {@code note.KEY}, and are
 * given to logging callouts ({@link io.postern.logging.LoggedEvent#messageNotes}). All extensions
 * share them; begin each key with your extension's name, such as {@code spam-filter.score}. Never
 * write a secret: everybody who may read the journal sees them.
 *
 * <p>Limits: a key has 1 to 100 characters of printable US-ASCII without space; keys and values of
 * one message have at most {@value #MOST_OCTETS} octets together, in UTF-8; a value holds no half
 * of a surrogate pair. What goes beyond raises an exception in the callout that writes it, and
 * changes nothing.
 */
public interface MessageNotes {

  /** Octets of all keys and values of a message together, in UTF-8. */
  int MOST_OCTETS = 64 << 10;

  /** The note of that key. */
  Optional<String> get(String key);

  /** All of them; a snapshot. */
  Map<String, String> all();

  /**
   * Writes a note, in the place of the one of the same key.
   *
   * @throws IllegalArgumentException when key or value are not as above, or the notes would be
   *     larger than {@value #MOST_OCTETS} octets; the message says by what
   */
  void put(String key, String value);

  /**
   * Removes a note.
   *
   * @return whether it was there
   */
  boolean remove(String key);
}
