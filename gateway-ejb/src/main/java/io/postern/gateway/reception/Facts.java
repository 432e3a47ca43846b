package io.postern.gateway.reception;

/**
 * The keys of the facts that reception gives to the spool (with each arrival) and to {@link
 * ReceptionEvents}. A key is absent when there is nothing to say. Values are hostile text.
 */
public final class Facts {

  /** Names the session; unique over restarts. */
  public static final String SESSION = "session";

  /** The listener's configured name. */
  public static final String LISTENER = "listener";

  /** The client's address and port, such as {@code 192.0.2.1:41234} or {@code [2001:db8::1]:25}. */
  public static final String PEER = "peer";

  /** The argument of HELO or EHLO, not verified. */
  public static final String HELO = "helo";

  /** {@code SMTP} or {@code ESMTP} (RFC 3848). */
  public static final String PROTOCOL = "protocol";

  /** Reverse-path of the transaction, empty for the null one; only in events. */
  public static final String REVERSE_PATH = "reverse-path";

  /** The recipient concerned; only in events, and only where one alone is. */
  public static final String RECIPIENT = "recipient";

  /**
   * Why mail to the recipient is passed on or not: {@code relay-network}, {@code relay-domain}
   * (each with the entry of the settings), {@code postmaster}, {@code self-test}, {@code
   * no-relay-domain}, {@code route-in-local-part}, {@code no-route}, {@code not-the-self-test}. Of
   * a message the reasons of its recipients, each once, divided by a comma and a space.
   */
  public static final String RELAY_DECISION = "relay-decision";

  /** The command that was refused; only in events, and never one that may hold credentials. */
  public static final String COMMAND = "command";

  /** Why a message came to be: {@code received} for all that clients sent. */
  public static final String QUEUE_REASON = "queue-reason";

  /** The extension whose verdict quarantined the message. */
  public static final String DECIDED_BY = "decided-by";

  /**
   * The topmost Message-ID field, unfolded, nothing decoded, at most one more than a line of the
   * journal shows.
   */
  public static final String MESSAGE_ID = "message-id";

  /** The topmost From field, as {@link #MESSAGE_ID}. */
  public static final String FROM = "from";

  /** The topmost To field, as {@link #MESSAGE_ID}. */
  public static final String TO = "to";

  /** The topmost Subject field, as {@link #MESSAGE_ID}. */
  public static final String SUBJECT = "subject";

  /** The whole From field with its encoded words decoded; only when it holds one. */
  public static final String FROM_DECODED = "from-decoded";

  /** The same of the To field. */
  public static final String TO_DECODED = "to-decoded";

  /** The same of the Subject field. */
  public static final String SUBJECT_DECODED = "subject-decoded";

  /** The topmost Date field, as {@link #MESSAGE_ID}. */
  public static final String DATE = "date";

  private Facts() {}
}
