package io.postern.gateway.reception;

/** Is told what reception ended by itself; the spool tells of what was accepted. Thread-safe. */
public interface ReceptionEvents {

  /** Called on the session's thread before the reply is written. */
  void rejected(Rejected rejected);

  /** Called on a thread of reception's own. */
  void rejectedRepeatedly(RejectedRepeatedly rejected);

  /** Called on the session's thread before the reply is written. */
  void discarded(Discarded discarded);
}
