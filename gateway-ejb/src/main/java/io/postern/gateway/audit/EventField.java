package io.postern.gateway.audit;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The members of a line, with the type of their value and what they say about people. From here
 * come the JSON Schema of the lines, the columns of a database, and the choices of a filter. A line
 * may have members that are not here; they are text and treated as {@link Privacy#CONTENT}.
 */
public enum EventField {
  SEQ("seq", Type.INTEGER, Privacy.NONE),
  POS("pos", Type.INTEGER, Privacy.NONE),
  AT("at", Type.TIME, Privacy.NONE),
  EVENT("event", Type.TEXT, Privacy.NONE),
  ID("id", Type.TEXT, Privacy.NONE),
  REVERSE_PATH("reverse-path", Type.MAILBOX, Privacy.MAILBOX),
  RECIPIENT("recipient", Type.MAILBOX, Privacy.MAILBOX),
  RECIPIENTS("recipients", Type.MAILBOXES, Privacy.MAILBOX),
  SIZE("size", Type.INTEGER, Privacy.NONE),
  MAIL_PARAMETERS("mail-parameters", Type.TEXT, Privacy.NONE),
  QUARANTINED("quarantined", Type.TEXT, Privacy.NONE),
  AGE_MS("age-ms", Type.INTEGER, Privacy.NONE),
  FINISHED("finished", Type.TEXT, Privacy.NONE),
  NEXT_HOP("next-hop", Type.TEXT, Privacy.NONE),
  REMOTE("remote", Type.ENDPOINT, Privacy.NONE),
  ATTEMPT("attempt", Type.INTEGER, Privacy.NONE),
  STATUS("status", Type.TEXT, Privacy.NONE),
  REPLY("reply", Type.TEXT, Privacy.CONTENT),
  DURATION_MS("duration-ms", Type.INTEGER, Privacy.NONE),
  NEXT_ATTEMPT("next-attempt", Type.TIME, Privacy.NONE),
  REASON("reason", Type.TEXT, Privacy.CONTENT),
  DECIDED_BY("decided-by", Type.TEXT, Privacy.NONE),
  SESSION("session", Type.TEXT, Privacy.NONE),
  LISTENER("listener", Type.TEXT, Privacy.NONE),
  PEER("peer", Type.ENDPOINT, Privacy.NETWORK),
  HELO("helo", Type.TEXT, Privacy.NETWORK),
  PROTOCOL("protocol", Type.TEXT, Privacy.NONE),
  RELAY_DECISION("relay-decision", Type.TEXT, Privacy.NETWORK),
  MESSAGE_ID("message-id", Type.TEXT, Privacy.CONTENT),
  FROM("from", Type.TEXT, Privacy.MAILBOX),
  FROM_DECODED("from-decoded", Type.TEXT, Privacy.MAILBOX),
  TO("to", Type.TEXT, Privacy.MAILBOX),
  TO_DECODED("to-decoded", Type.TEXT, Privacy.MAILBOX),
  SUBJECT("subject", Type.TEXT, Privacy.CONTENT),
  SUBJECT_DECODED("subject-decoded", Type.TEXT, Privacy.CONTENT),
  DATE("date", Type.TEXT, Privacy.NONE),
  REPORT("report", Type.TEXT, Privacy.NONE),
  STAGE("stage", Type.TEXT, Privacy.NONE),
  COMMAND("command", Type.TEXT, Privacy.CONTENT),
  CLIENT("client", Type.TEXT, Privacy.NETWORK),
  COUNT("count", Type.INTEGER, Privacy.NONE),
  SINCE("since", Type.TIME, Privacy.NONE),
  EXTENSION("extension", Type.TEXT, Privacy.NONE),
  APPLICATION("application", Type.TEXT, Privacy.NONE),
  OBSERVER("observer", Type.TEXT, Privacy.NONE),
  KIND("kind", Type.TEXT, Privacy.NONE),
  FAILURE("failure", Type.TEXT, Privacy.CONTENT),
  FAILURES("failures", Type.INTEGER, Privacy.NONE),
  POLICY("policy", Type.TEXT, Privacy.NONE),
  LINE("line", Type.INTEGER, Privacy.NONE),
  ACTOR("actor", Type.TEXT, Privacy.MAILBOX),
  ACTION("action", Type.TEXT, Privacy.NONE),
  ADDRESS("address", Type.TEXT, Privacy.NETWORK),
  LOCAL_USER("local-user", Type.TEXT, Privacy.MAILBOX),
  EXPORT("export", Type.TEXT, Privacy.NONE),
  SECRET("secret", Type.TEXT, Privacy.NONE),
  REVISION("revision", Type.TEXT, Privacy.NONE),
  BEFORE("before", Type.TEXT, Privacy.CONTENT),
  CHANGED("changed", Type.TEXT, Privacy.CONTENT),
  NOTICE("notice", Type.TEXT, Privacy.NONE),
  EFFECT("effect", Type.TEXT, Privacy.NONE),
  WHAT("what", Type.TEXT, Privacy.CONTENT),
  ENDED("ended", Type.TEXT, Privacy.NONE),
  COMMANDS("commands", Type.INTEGER, Privacy.NONE),
  OCTETS_IN("octets-in", Type.INTEGER, Privacy.NONE),
  OCTETS_OUT("octets-out", Type.INTEGER, Privacy.NONE),
  MESSAGES("messages", Type.INTEGER, Privacy.NONE),
  SHORTENED("shortened", Type.TEXT, Privacy.NONE);

  /** How the text of a value is to be read. */
  public enum Type {
    TEXT,
    /** A number of 64 bits in decimal digits. */
    INTEGER,
    /** RFC 3339, UTC. */
    TIME,
    /** A mailbox, a null reverse-path (empty) or {@code postmaster}. */
    MAILBOX,
    /** A list of those. */
    MAILBOXES,
    /** IP address and port, an IPv6 address in brackets. */
    ENDPOINT
  }

  /** What a value says about a person; what a target keeps of it is set by this. */
  public enum Privacy {
    NONE,
    /** Names a mailbox or a user. */
    MAILBOX,
    /** Says where a person's mail program is. */
    NETWORK,
    /** Quotes what somebody wrote. */
    CONTENT
  }

  private static final Map<String, EventField> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(EventField::member, Function.identity()));

  private final String member;
  private final Type type;
  private final Privacy privacy;

  EventField(String member, Type type, Privacy privacy) {
    this.member = member;
    this.type = type;
    this.privacy = privacy;
  }

  /** Name of the member in a line. */
  public String member() {
    return member;
  }

  public Type type() {
    return type;
  }

  public Privacy privacy() {
    return privacy;
  }

  /** Empty when this version does not know the member. */
  public static Optional<EventField> of(String member) {
    return Optional.ofNullable(BY_NAME.get(member));
  }
}
