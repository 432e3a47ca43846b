package io.postern.gateway.audit;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The members of a line, in the order in which a line has them, with the type of their value and
 * what they say about people. From here come the lines themselves, their JSON Schema ({@link
 * JournalSchema}), the columns of a database, and the choices of a filter; docs/journal.md says
 * what each means and is held to this list. A line may have members that are not here; they are
 * text, come last, and are treated as {@link Privacy#CONTENT}.
 */
public enum EventField {
  SEQ("seq", Type.INTEGER, Privacy.NONE, Origin.JOURNAL),
  POS("pos", Type.INTEGER, Privacy.NONE, Origin.JOURNAL),
  AT("at", Type.TIME, Privacy.NONE, Origin.JOURNAL),
  EVENT("event", Type.TEXT, Privacy.NONE, Origin.JOURNAL),
  ID("id", Type.TEXT, Privacy.NONE, Origin.JOURNAL),
  REVERSE_PATH("reverse-path", Type.MAILBOX, Privacy.MAILBOX, Origin.JOURNAL_OF_MESSAGES),
  RECIPIENTS("recipients", Type.MAILBOXES, Privacy.MAILBOX, Origin.JOURNAL),
  RECIPIENT("recipient", Type.MAILBOX, Privacy.MAILBOX, Origin.JOURNAL_OF_MESSAGES),
  SIZE("size", Type.INTEGER, Privacy.NONE, Origin.JOURNAL_OF_MESSAGES),
  MAIL_PARAMETERS("mail-parameters", Type.TEXT, Privacy.NONE, Origin.JOURNAL_OF_MESSAGES),
  QUARANTINED("quarantined", Type.TEXT, Privacy.NONE, Origin.JOURNAL_OF_MESSAGES),
  AGE_MS("age-ms", Type.INTEGER, Privacy.NONE, Origin.JOURNAL_OF_MESSAGES),
  FINISHED("finished", Type.TEXT, Privacy.NONE, Origin.JOURNAL),
  NEXT_HOP("next-hop", Type.TEXT, Privacy.NONE),
  REMOTE("remote", Type.ENDPOINT, Privacy.NONE),
  ATTEMPT("attempt", Type.INTEGER, Privacy.NONE),
  STATUS("status", Type.TEXT, Privacy.NONE),
  REPLY("reply", Type.TEXT, Privacy.CONTENT),
  DURATION_MS("duration-ms", Type.INTEGER, Privacy.NONE),
  QUEUE_MS("queue-ms", Type.INTEGER, Privacy.NONE),
  CONNECT_MS("connect-ms", Type.INTEGER, Privacy.NONE),
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
  QUEUE_REASON("queue-reason", Type.TEXT, Privacy.NONE),
  REPORT("report", Type.TEXT, Privacy.NONE),
  REPORT_ON("report-on", Type.TEXT, Privacy.NONE),
  STAGE("stage", Type.TEXT, Privacy.NONE),
  COMMAND("command", Type.TEXT, Privacy.CONTENT),
  CLIENT("client", Type.TEXT, Privacy.NETWORK),
  COUNT("count", Type.INTEGER, Privacy.NONE),
  SINCE("since", Type.TIME, Privacy.NONE),
  ENDED("ended", Type.TEXT, Privacy.NONE),
  OCTETS_IN("octets-in", Type.INTEGER, Privacy.NONE),
  OCTETS_OUT("octets-out", Type.INTEGER, Privacy.NONE),
  COMMANDS("commands", Type.INTEGER, Privacy.NONE),
  MESSAGES("messages", Type.INTEGER, Privacy.NONE),
  CALLOUT("callout-NN", Type.TEXT, Privacy.CONTENT),
  CALLOUTS_OMITTED("callouts-omitted", Type.INTEGER, Privacy.NONE),
  CALLOUT_LOG("callout-log-NN", Type.TEXT, Privacy.CONTENT),
  CALLOUT_LOG_OMITTED("callout-log-omitted", Type.INTEGER, Privacy.NONE),
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
  REVISION("revision", Type.INTEGER, Privacy.NONE),
  BEFORE("before", Type.INTEGER, Privacy.NONE),
  CHANGED("changed", Type.TEXT, Privacy.CONTENT),
  BACK_TO("back-to", Type.INTEGER, Privacy.NONE),
  SHA256("sha256", Type.TEXT, Privacy.NONE),
  CONDITIONS("conditions", Type.TEXT, Privacy.CONTENT),
  BULK("bulk", Type.TEXT, Privacy.NONE),
  STATE("state", Type.TEXT, Privacy.NONE),
  SENDER("sender", Type.TEXT, Privacy.MAILBOX),
  RECIPIENT_COUNT("recipient-count", Type.INTEGER, Privacy.NONE),
  LEFT("left", Type.INTEGER, Privacy.NONE),
  RESULT("result", Type.TEXT, Privacy.NONE),
  NOTICE("notice", Type.TEXT, Privacy.NONE),
  EFFECT("effect", Type.TEXT, Privacy.NONE),
  WHAT("what", Type.TEXT, Privacy.CONTENT),
  NAMED("named", Type.INTEGER, Privacy.NONE),
  CERTAIN("certain", Type.TEXT, Privacy.NONE),
  LIST("list", Type.TEXT, Privacy.NONE),
  DROPPED_EVENT("dropped-event", Type.TEXT, Privacy.NONE),
  SUBSCRIBER("subscriber", Type.TEXT, Privacy.NONE),
  FIRST("first", Type.INTEGER, Privacy.NONE),
  LAST("last", Type.INTEGER, Privacy.NONE),
  FORMAT("format", Type.INTEGER, Privacy.NONE),
  SPOOL_POSITION("spool-position", Type.INTEGER, Privacy.NONE),
  AFTER("after", Type.INTEGER, Privacy.NONE),
  CHAIN_BEFORE("chain-before", Type.TEXT, Privacy.NONE),
  SHORTENED("shortened", Type.TEXT, Privacy.NONE, Origin.JOURNAL),
  WITHHELD("withheld", Type.TEXT, Privacy.NONE, Origin.JOURNAL),
  CHAIN("chain", Type.TEXT, Privacy.NONE, Origin.JOURNAL),
  CRC("crc", Type.TEXT, Privacy.NONE, Origin.JOURNAL);

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

  /** Who gives a member to a line. */
  enum Origin {
    /** The journal alone; a fact of this name is left out. */
    JOURNAL,
    /** The journal, on events of messages and recipients that come from the spool. */
    JOURNAL_OF_MESSAGES,
    /** What records the event. */
    FACT
  }

  /** Stands in a member's name for a number, of two digits or more. */
  private static final String NUMBER = "NN";

  private static final Map<String, EventField> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(EventField::member, Function.identity()));

  private final String member;
  private final Type type;
  private final Privacy privacy;
  private final Origin origin;

  EventField(String member, Type type, Privacy privacy) {
    this(member, type, privacy, Origin.FACT);
  }

  EventField(String member, Type type, Privacy privacy, Origin origin) {
    this.member = member;
    this.type = type;
    this.privacy = privacy;
    this.origin = origin;
  }

  /** Name of the member in a line; of several members that are numbered with NN at its end. */
  public String member() {
    return member;
  }

  /** Whether a line has several of these, each with a number at the end of its name, from 01. */
  public boolean isNumbered() {
    return member.endsWith(NUMBER);
  }

  public Type type() {
    return type;
  }

  public Privacy privacy() {
    return privacy;
  }

  Origin origin() {
    return origin;
  }

  /** Of the member, as a line names it; empty when this version does not know it. */
  public static Optional<EventField> of(String member) {
    EventField known = BY_NAME.get(member);
    if (known != null) {
      return known.isNumbered() ? Optional.empty() : Optional.of(known);
    }
    int end = member.length();
    while (end > 0 && member.charAt(end - 1) >= '0' && member.charAt(end - 1) <= '9') {
      end--;
    }
    return member.length() - end < NUMBER.length()
        ? Optional.empty()
        : Optional.ofNullable(BY_NAME.get(member.substring(0, end) + NUMBER));
  }
}
