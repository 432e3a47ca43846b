package io.postern.gateway.access;

/** What a user of the administration may do. */
public enum Role {
  /** Everything, extensions and users included. */
  ADMINISTRATOR,
  /** Runs the gateway: sees all, changes queues. */
  OPERATOR,
  /** Reads everything, changes nothing. */
  AUDITOR,
  /** Searches the story of messages. */
  HELPDESK
}
