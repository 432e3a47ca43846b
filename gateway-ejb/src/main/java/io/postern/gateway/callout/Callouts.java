package io.postern.gateway.callout;

/** The door: hands out the set of callouts in force. Thread-safe. */
public interface Callouts {

  /** The set in force now; to be closed by the caller. */
  CalloutSet open();
}
