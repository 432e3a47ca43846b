package io.postern.gateway.operation;

/** What a user may do; the REST interface's description says which role may call what. */
public enum Role {
  /** Everything, extensions and users included. */
  ADMINISTRATOR,
  /** Runs the gateway: sees all, changes queues. */
  OPERATOR,
  /** Sees all, changes nothing. */
  AUDITOR,
  /** Finds out what became of a message. */
  HELPDESK
}
