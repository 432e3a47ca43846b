package io.postern.gateway.audit;

import io.postern.gateway.audit.AddressRange.Endpoint;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition that a line of the journal meets or not. Each line has some terms for each condition,
 * and a value wants some; the line meets it when it has all of them. So a scan, which makes the
 * terms of the lines it reads, and an index, which holds them, find the same.
 */
public enum JournalCondition {
  ID("id", Kind.TERM, "the message's id"),
  SESSION("session", Kind.TERM, "the SMTP session's id"),
  MESSAGE_ID("message-id", Kind.TERM, "the header field Message-ID, with or without < and >"),
  EVENT("event", Kind.TERM, "the event's name, such as Delivered"),
  SENDER("sender", Kind.TERM, "the reverse-path: a mailbox, @domain, or <>"),
  SENDER_DOMAIN("sender-domain", Kind.TERM, "domain of the reverse-path, or one above it"),
  RECIPIENT("recipient", Kind.TERM, "a mailbox, or @domain"),
  RECIPIENT_DOMAIN("recipient-domain", Kind.TERM, "domain of a recipient, or one above it"),
  SUBJECT("subject", Kind.WORDS, "words of the subject"),
  HEADER_FROM("header-from", Kind.WORDS, "words of the header field From"),
  HEADER_TO("header-to", Kind.WORDS, "words of the header field To"),
  PEER("peer", Kind.ADDRESS, "the client's address, or a network such as 192.0.2.0/24"),
  HELO("helo", Kind.TERM, "what the client called itself"),
  NEXT_HOP("next-hop", Kind.TERM, "the next hop, with or without port, or its address"),
  STATUS("status", Kind.TERM, "enhanced status code or a part, such as 5.1.1, 5.1 or 5; or 550"),
  REPLY("reply", Kind.WORDS, "words of the reply or of the reason"),
  EXTENSION("extension", Kind.TERM, "an extension, or a revision of one"),
  VERDICT("verdict", Kind.TERM, "a verdict of an extension, such as reject"),
  DECIDED_BY("decided-by", Kind.TERM, "the extension whose verdict it was"),
  ACTOR("actor", Kind.TERM, "the administrator"),
  TEXT("text", Kind.ANYWHERE, "words, addresses, names or ids, each anywhere in the above");

  /** How a value is compared with a line. */
  public enum Kind {
    /** With a whole text; an asterisk at the end of the value stands for any rest. */
    TERM,
    /** With words in any order; an asterisk at the end of one stands for any rest. */
    WORDS,
    /** With a range of addresses. */
    ADDRESS,
    /** Each part, divided by spaces, with all other conditions. */
    ANYWHERE
  }

  /**
   * What a line must have.
   *
   * @param term the term, or its beginning
   * @param isBeginning whether any rest may follow
   */
  public record Wanted(String term, boolean isBeginning) {

    boolean isIn(Set<String> terms) {
      return isBeginning
          ? terms.stream().anyMatch(each -> each.startsWith(term))
          : terms.contains(term);
    }
  }

  private static final Map<String, JournalCondition> BY_PARAMETER =
      Stream.of(values())
          .collect(Collectors.toMap(JournalCondition::parameter, Function.identity()));

  /** The codes at the beginning of a reply (RFC 5321 section 4.2, RFC 2034). */
  private static final Pattern CODES =
      Pattern.compile(
          "([245]\\d\\d)(?:[ -]([245]\\.\\d{1,3}\\.\\d{1,3})(?!\\S))?(?!\\d).*", Pattern.DOTALL);

  /** Characters of a term; of what is longer the beginning and a number made of all. */
  private static final int LONGEST = 200;

  private final String parameter;
  private final Kind kind;
  private final String meaning;

  JournalCondition(String parameter, Kind kind, String meaning) {
    this.parameter = parameter;
    this.kind = kind;
    this.meaning = meaning;
  }

  /** Its name in requests. */
  public String parameter() {
    return parameter;
  }

  public Kind kind() {
    return kind;
  }

  /** What a value is, in a few words. */
  public String meaning() {
    return meaning;
  }

  public static Optional<JournalCondition> of(String parameter) {
    return Optional.ofNullable(BY_PARAMETER.get(parameter));
  }

  /**
   * The terms of a line for this condition, in no order, some perhaps twice. None for {@link
   * Kind#ADDRESS} and {@link Kind#ANYWHERE}.
   */
  public void terms(JournalLine line, Consumer<String> to) {
    switch (this) {
      case ID -> line.id().ifPresent(to);
      case EVENT -> to.accept(line.event());
      case SENDER -> line.fact("reverse-path").ifPresent(path -> mailbox(path, to));
      case SENDER_DOMAIN -> line.fact("reverse-path").ifPresent(path -> domains(path, to));
      case RECIPIENT -> recipients(line, mailbox -> mailbox(mailbox, to));
      case RECIPIENT_DOMAIN -> recipients(line, mailbox -> domains(mailbox, to));
      case SUBJECT -> decoded(line, "subject", to);
      case HEADER_FROM -> decoded(line, "from", to);
      case HEADER_TO -> decoded(line, "to", to);
      case NEXT_HOP -> nextHop(line, to);
      case STATUS -> status(line, to);
      case REPLY -> {
        for (String name : List.of("reply", "reason", "quarantined", "failure", "what")) {
          line.fact(name).ifPresent(text -> Words.of(text, to));
        }
      }
      case EXTENSION -> extensions(line, to);
      case VERDICT -> CalloutStep.of(line).forEach(step -> to.accept(term(step.verdict())));
      case MESSAGE_ID ->
          line.fact(parameter).ifPresent(text -> to.accept(term(withoutBrackets(text))));
      case ACTOR -> {
        line.fact("actor").ifPresent(text -> to.accept(term(text)));
        line.fact("local-user").ifPresent(text -> to.accept(term(text)));
      }
      case SESSION, HELO, DECIDED_BY ->
          line.fact(parameter).ifPresent(text -> to.accept(term(text)));
      case PEER, TEXT -> {}
    }
  }

  /** The client's addresses that a line has: of a connection, or of a count of refusals. */
  public static void addresses(JournalLine line, Consumer<Endpoint> to) {
    for (String name : List.of("peer", "client")) {
      line.fact(name).flatMap(JournalCondition::endpoint).ifPresent(to);
    }
  }

  private static Optional<Endpoint> endpoint(String text) {
    try {
      return Optional.of(Endpoint.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // of an earlier version
    }
  }

  /**
   * What a line must have to meet a value, all of it.
   *
   * @throws IllegalArgumentException with a sentence, when the value cannot be met by any line; of
   *     {@link Kind#ADDRESS} and {@link Kind#ANYWHERE}
   */
  public List<Wanted> wanted(String value) {
    return switch (kind) {
      case TERM -> List.of(wantedTerm(value));
      case WORDS -> wantedWords(value);
      case ADDRESS, ANYWHERE -> throw new IllegalArgumentException(parameter + " has no terms");
    };
  }

  private Wanted wantedTerm(String value) {
    boolean isBeginning = value.endsWith("*") && this != EVENT;
    String text = isBeginning ? value.substring(0, value.length() - 1) : value;
    return new Wanted(
        switch (this) {
          case ID, EVENT -> text;
          case MESSAGE_ID -> term(withoutBrackets(text));
          case SENDER_DOMAIN, RECIPIENT_DOMAIN -> term(text.replaceFirst("^[@.]+", ""));
          default -> term(text);
        },
        isBeginning);
  }

  private List<Wanted> wantedWords(String value) {
    List<Wanted> wanted = new ArrayList<>();
    for (String part : parts(value)) {
      List<String> words = new ArrayList<>();
      Words.of(part, words::add);
      for (int i = 0; i < words.size(); i++) {
        wanted.add(new Wanted(words.get(i), part.endsWith("*") && i == words.size() - 1));
      }
    }
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(parameter + " has no letter and no digit");
    }
    return wanted;
  }

  /** What stands between spaces. */
  public static List<String> parts(String value) {
    return Stream.of(value.strip().split("\\s+")).filter(part -> !part.isEmpty()).toList();
  }

  /**
   * @throws IllegalArgumentException with a sentence for the user, when no line can meet the value
   */
  void check(String value) {
    switch (kind) {
      case TERM -> {}
      case WORDS -> wantedWords(value);
      case ADDRESS -> {
        try {
          AddressRange.parse(value);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              parameter + " is an address, or a network such as 192.0.2.0/24", e);
        }
      }
      case ANYWHERE -> {
        if (parts(value).isEmpty()) {
          throw new IllegalArgumentException(parameter + " is empty");
        }
      }
    }
  }

  /** Whether a line meets a value of this condition. */
  boolean matches(JournalLine line, String value, boolean subjects) {
    return switch (kind) {
      case TERM, WORDS -> all(wanted(value), termsOf(line));
      case ADDRESS -> isFrom(line, AddressRange.parse(value));
      case ANYWHERE -> {
        Map<JournalCondition, Set<String>> terms = new EnumMap<>(JournalCondition.class);
        yield parts(value).stream().allMatch(part -> isAnywhere(line, part, subjects, terms));
      }
    };
  }

  private static boolean isAnywhere(
      JournalLine line, String part, boolean subjects, Map<JournalCondition, Set<String>> terms) {
    for (JournalCondition condition : anywhere(part, subjects)) {
      boolean met =
          condition.kind == Kind.ADDRESS
              ? isFrom(line, AddressRange.parse(part))
              : all(
                  condition.wanted(part),
                  terms.computeIfAbsent(condition, each -> each.termsOf(line)));
      if (met) {
        return true;
      }
    }
    return false;
  }

  /**
   * The conditions that a part of {@link #TEXT} can be a value of.
   *
   * @param subjects whether {@link #SUBJECT} is among them
   */
  public static List<JournalCondition> anywhere(String part, boolean subjects) {
    List<JournalCondition> conditions = new ArrayList<>();
    for (JournalCondition condition : values()) {
      if (condition.kind != Kind.ANYWHERE && (subjects || condition != SUBJECT)) {
        try {
          condition.check(part);
          conditions.add(condition);
        } catch (IllegalArgumentException e) {
          continue; // such as a name where an address is wanted
        }
      }
    }
    return conditions;
  }

  private static boolean all(List<Wanted> wanted, Set<String> terms) {
    return wanted.stream().allMatch(each -> each.isIn(terms));
  }

  private Set<String> termsOf(JournalLine line) {
    Set<String> terms = new HashSet<>();
    terms(line, terms::add);
    return terms;
  }

  private static boolean isFrom(JournalLine line, AddressRange network) {
    boolean[] found = new boolean[1];
    addresses(line, endpoint -> found[0] |= network.contains(endpoint));
    return found[0];
  }

  private static void recipients(JournalLine line, Consumer<String> to) {
    line.recipients().forEach(to);
    line.fact("recipient").ifPresent(to);
  }

  private static void mailbox(String mailbox, Consumer<String> to) {
    if (mailbox.isEmpty()) {
      to.accept("<>");
      return;
    }
    to.accept(term(mailbox));
    int at = mailbox.lastIndexOf('@');
    if (at >= 0) {
      to.accept(term(mailbox.substring(at)));
    }
  }

  /** The domain and those above it; an address literal has none. */
  private static void domains(String mailbox, Consumer<String> to) {
    int at = mailbox.lastIndexOf('@');
    if (at < 0) {
      return;
    }
    String domain = term(mailbox.substring(at + 1));
    to.accept(domain);
    if (!domain.startsWith("[")) {
      for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
        to.accept(domain.substring(dot + 1));
      }
    }
  }

  private static void decoded(JournalLine line, String field, Consumer<String> to) {
    line.fact(field + "-decoded").or(() -> line.fact(field)).ifPresent(text -> Words.of(text, to));
  }

  private static void nextHop(JournalLine line, Consumer<String> to) {
    line.fact("next-hop")
        .ifPresent(
            hop -> {
              String whole = term(hop);
              to.accept(whole);
              int colon = whole.lastIndexOf(':');
              if (colon > 0) {
                to.accept(whole.substring(0, colon));
              }
            });
    line.fact("remote")
        .flatMap(JournalCondition::endpoint)
        .ifPresent(endpoint -> to.accept(endpoint.address().getHostAddress()));
  }

  private static void status(JournalLine line, Consumer<String> to) {
    Matcher codes = CODES.matcher(line.fact("reply").orElse(""));
    Optional<String> status = line.fact("status");
    if (codes.matches()) {
      to.accept(codes.group(1));
      status = status.or(() -> Optional.ofNullable(codes.group(2)));
    }
    status.ifPresent(
        text -> {
          to.accept(term(text));
          for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            to.accept(term(text.substring(0, dot)));
          }
        });
  }

  private static void extensions(JournalLine line, Consumer<String> to) {
    for (String name : List.of("extension", "application", "decided-by")) {
      line.fact(name).ifPresent(text -> to.accept(term(text)));
    }
    for (CalloutStep step : CalloutStep.of(line)) {
      to.accept(term(step.extension()));
      to.accept(term(step.revision()));
    }
  }

  private static String withoutBrackets(String messageId) {
    String text = messageId.strip();
    int from = text.startsWith("<") ? 1 : 0;
    int to = text.endsWith(">") ? text.length() - 1 : text.length();
    return from < to ? text.substring(from, to) : text;
  }

  /** Lower case, and of bounded length; no letter outside of US-ASCII becomes one of it. */
  private static String term(String text) {
    StringBuilder term = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char lower = lower(c);
      if (lower != c) {
        term = term == null ? new StringBuilder(text) : term;
        term.setCharAt(i, lower);
      }
    }
    String folded = term == null ? text : term.toString();
    return folded.length() <= LONGEST
        ? folded
        : folded.substring(0, LONGEST) + "..." + Integer.toHexString(folded.hashCode());
  }

  private static char lower(char c) {
    if (c <= '~') {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    char lower = Character.toLowerCase(c);
    return lower <= '~' ? c : lower;
  }
}
