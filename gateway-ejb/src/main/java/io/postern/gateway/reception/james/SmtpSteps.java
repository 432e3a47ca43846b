package io.postern.gateway.reception.james;

/**
 * What a dialogue asks of its session beside the commands it knows ({@link SmtpCommand}), on the
 * dialogue's own thread.
 */
public interface SmtpSteps {

  /** The client is there and waits for the greeting (RFC 5321 section 3.1). */
  SmtpReply connected();

  /** A command with a verb that is none of the known ones. */
  SmtpReply unknown(String verb, String argument);

  /** A command line that cannot be read as a command. */
  SmtpReply malformedCommand(Violation violation);

  /** A piece of content, without dot-stuffing; the array is the dialogue's. */
  void content(byte[] octets, int offset, int length);

  /** Content that broke the framing; the dialogue ends with the reply. */
  SmtpReply malformedContent(Violation violation);

  /** Content holds a NUL (RFC 5321 section 2.3.8); it goes on to its end all the same. */
  void nulInContent();

  /** The end of data was seen. */
  SmtpReply endOfContent();

  /**
   * The reply to the end of data was written; called as well when it could not be, because the
   * client is gone. A reply that the client is made to wait for is written after this call.
   */
  void replied();

  /** A deadline was missed; the dialogue ends with the reply. */
  SmtpReply timedOut();

  /** The gateway shuts down; the dialogue ends with the reply. */
  SmtpReply shutDown();

  /** Something failed that should not; the dialogue ends with the reply. */
  SmtpReply failed();

  /** Whether a transaction is open, which a shutdown lets end. */
  boolean inTransaction();

  /** Nanoseconds for the next command line to be complete; 0 when time is over. */
  long commandTime();

  /** Nanoseconds for the client to take a reply, or several that are sent together. */
  long replyTime();

  /** Nanoseconds for one content to be complete. */
  long messageTime();

  /** Octets of one content after which the dialogue is ended rather than read on. */
  long endlessContent();

  /** The dialogue is over, whatever ended it; frees everything. */
  void ended(DialogueEnd end);
}
