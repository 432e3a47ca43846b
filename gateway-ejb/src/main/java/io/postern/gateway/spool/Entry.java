package io.postern.gateway.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is remembered of a message until it is finished. Guarded by the intake's lock. */
final class Entry extends FirstState {

  private static final RecipientState[] NO_OTHERS = {};
  private static final List<Integer> ONLY = List.of(0);

  private final Long id;
  private final boolean inFile;
  private final long size;

  /** Seconds since 1970, unsigned. */
  private final int receivedAt;

  /** Number of the reverse-path's domain. */
  private final int sender;

  /** Number of the first recipient's domain. */
  private final int domain;

  /** Numbers of all recipients' domains, when they are not all the first one's. */
  private final int @Nullable [] domains;

  /** The states of all recipients but the first. */
  private final RecipientState[] others;

  private Segment segment;
  private int offset;
  private int length;
  private int open;
  private int openOnDisk;
  private int held;
  private int quarantined;
  private boolean setAside;
  private @Nullable Description description;

  /**
   * @param states one of each recipient
   * @param length octets of the record
   */
  Entry(
      Description.Outline outline,
      List<RecipientState> states,
      Domains names,
      Segment segment,
      int offset,
      int length) {
    this.id = outline.id();
    this.inFile = outline.inFile();
    this.size = outline.size();
    this.receivedAt = (int) outline.receivedAt().getEpochSecond();
    this.sender = names.take(outline.sender());
    this.domain = names.take(outline.domains().getFirst());
    this.domains = numbers(outline.domains(), names, domain);
    first(states.getFirst());
    this.others =
        states.size() == 1
            ? NO_OTHERS
            : states.subList(1, states.size()).toArray(RecipientState[]::new);
    this.segment = segment;
    this.offset = offset;
    this.length = length;
    for (RecipientState state : states) {
      count(state, 1);
    }
    this.openOnDisk = open;
  }

  /** Null when all are the first one's; each is taken once, the first one was. */
  private static int @Nullable [] numbers(List<String> domains, Domains names, int first) {
    if (domains.size() == 1) {
      return null;
    }
    int[] numbers = new int[domains.size()];
    boolean alike = true;
    numbers[0] = first;
    for (int i = 1; i < numbers.length; i++) {
      numbers[i] = names.take(domains.get(i));
      alike &= numbers[i] == first;
    }
    return alike ? null : numbers;
  }

  /** Gives the names back that the constructor took; to be called once. */
  void giveBack(Domains names) {
    names.giveBack(sender);
    for (int i = 0; i < recipients(); i++) {
      names.giveBack(domain(i));
    }
  }

  private int domain(int recipient) {
    return domains == null ? domain : domains[recipient];
  }

  /** Adds the recipients that are not finished, those that stand alike as one. */
  void groups(Domains names, List<RecipientGroup> to) {
    if (others.length == 0) {
      to.add(group(names, domain, first(), ONLY));
      return;
    }
    Map<Integer, Map<RecipientState, List<Integer>>> alike = new LinkedHashMap<>();
    for (int i = 0; i < recipients(); i++) {
      if (!(state(i) instanceof RecipientState.Finished)) {
        alike
            .computeIfAbsent(domain(i), number -> new LinkedHashMap<>(1))
            .computeIfAbsent(state(i), state -> new ArrayList<>(1))
            .add(i);
      }
    }
    alike.forEach(
        (number, states) ->
            states.forEach((state, indexes) -> to.add(group(names, number, state, indexes))));
  }

  private RecipientGroup group(
      Domains names, int number, RecipientState state, List<Integer> indexes) {
    return new RecipientGroup(
        new SpoolId(id),
        names.name(number),
        names.name(sender),
        Instant.ofEpochSecond(Integer.toUnsignedLong(receivedAt)),
        state,
        indexes,
        size);
  }

  /** One object, which the lists of the index share. */
  Long id() {
    return id;
  }

  /** Whether the body is in a file of its own. */
  boolean inFile() {
    return inFile;
  }

  boolean isUnfinished() {
    return open > 0 && !setAside;
  }

  Segment segment() {
    return segment;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  boolean isAt(Segment there, int thereOffset) {
    return segment == there && offset == thereOffset;
  }

  void moveTo(Segment there, int thereOffset, int thereLength) {
    segment = there;
    offset = thereOffset;
    length = thereLength;
  }

  int recipients() {
    return 1 + others.length;
  }

  RecipientState state(int recipient) {
    return recipient == 0 ? first() : others[recipient - 1];
  }

  List<RecipientState> states() {
    if (others.length == 0) {
      return List.of(first());
    }
    List<RecipientState> states = new ArrayList<>(recipients());
    states.add(first());
    Collections.addAll(states, others);
    return Collections.unmodifiableList(states);
  }

  void set(int recipient, RecipientState state) {
    count(state(recipient), -1);
    count(state, 1);
    if (recipient == 0) {
      first(state);
    } else {
      others[recipient - 1] = state;
    }
  }

  private void count(RecipientState state, int by) {
    switch (state) {
      case RecipientState.Waiting waiting -> open += by;
      case RecipientState.Held kept -> {
        open += by;
        held += by;
      }
      case RecipientState.Quarantined kept -> {
        open += by;
        quarantined += by;
      }
      case RecipientState.Finished finished -> {
        // Neither open nor kept.
      }
    }
  }

  /** Whether the message is unfinished and has a recipient that is held. */
  boolean isHeld() {
    return held > 0 && !setAside;
  }

  /** Whether the message is unfinished and has a recipient in quarantine. */
  boolean isQuarantined() {
    return quarantined > 0 && !setAside;
  }

  /** Whether the message has a recipient that waits for delivery. */
  boolean isWaiting() {
    return open > held + quarantined && !setAside;
  }

  /** A recipient's last mark is on disk; answers whether it was the last recipient. */
  boolean finishedOnDisk() {
    return --openOnDisk == 0;
  }

  void setAside() {
    setAside = true;
  }

  Optional<Description> description() {
    return Optional.ofNullable(description);
  }

  void describe(Description known) {
    description = known;
  }

  /** Gives the memory back; the description is on disk. */
  void forgetDescription() {
    description = null;
  }
}
