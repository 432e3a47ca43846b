package io.postern.gateway.reception.james;

/**
 * How a dialogue ended, and what it was.
 *
 * @param octetsIn octets that the client sent
 * @param octetsOut octets that it was sent
 * @param commands command lines, of whatever form
 */
public record DialogueEnd(Cause cause, long octetsIn, long octetsOut, long commands) {

  /** What ended it. */
  public enum Cause {
    /** The client said QUIT. */
    QUIT,
    /** The client closed the connection, or lost it. */
    CLIENT_CLOSED,
    /** The client was too late with a command or with content, or did not take its replies. */
    TIMEOUT,
    /** The client broke the framing, so that what follows cannot be read. */
    VIOLATION,
    /** A reply ended it. */
    REPLY,
    /** It was ended from outside. */
    STOPPING,
    /** Something failed that should not. */
    FAULT
  }
}
