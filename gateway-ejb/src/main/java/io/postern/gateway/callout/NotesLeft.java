package io.postern.gateway.callout;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The notes as a callout left them, in maps that it does not know; null where it did not touch
 * them.
 *
 * @param ofMessage unchanged when null, also when they were read
 */
record NotesLeft(
    @Nullable Map<String, Object> ofSession,
    @Nullable Map<String, Object> ofTransaction,
    @Nullable Map<String, String> ofMessage) {

  /** Of most callouts. */
  static final NotesLeft UNTOUCHED = new NotesLeft(null, null, null);
}
