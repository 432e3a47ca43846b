package io.postern.gateway.access;

/** What a user of the administration may do. */
public enum Role {
  /** Everything. */
  ADMINISTRATOR,
  /** Queues, quarantine, extensions; no users, no settings. */
  OPERATOR,
  /** Reads everything, changes nothing. */
  AUDITOR,
  /** Searches the story of messages. */
  HELP_DESK
}
