package io.postern.gateway.callout;

import java.util.Map;

/**
 * The transaction that a stage belongs to, with its notes. A callout that was given up may still
 * read while the next one is called; whatever it reads then goes nowhere.
 */
interface OpenTransaction {

  /** Its number in the session; 0 before the first. */
  int number();

  /**
   * The notes that end with it, in a map of the caller's own.
   *
   * @param decides whether for an extension that decides; else it only watches
   */
  Map<String, Object> notes(boolean decides);

  /** Those of its message, in a map of the caller's own. */
  Map<String, String> messageNotes(boolean decides);

  /** Takes over what a callout left. */
  void take(NotesLeft left, boolean decides);
}
