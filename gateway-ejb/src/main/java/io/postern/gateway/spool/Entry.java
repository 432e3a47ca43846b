package io.postern.gateway.spool;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is remembered of a message until it is finished. Guarded by the intake's lock. */
final class Entry {

  private final Long id;
  private final boolean inFile;
  private final RecipientState[] states;
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
   * @param length octets of the record
   */
  Entry(
      long id,
      boolean inFile,
      List<RecipientState> states,
      Segment segment,
      int offset,
      int length) {
    this.id = id;
    this.inFile = inFile;
    this.states = states.toArray(RecipientState[]::new);
    this.segment = segment;
    this.offset = offset;
    this.length = length;
    for (RecipientState state : states) {
      count(state, 1);
    }
    this.openOnDisk = open;
  }

  /** One object, which the lists of the ledger share. */
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
    return states.length;
  }

  RecipientState state(int recipient) {
    return states[recipient];
  }

  List<RecipientState> states() {
    return List.of(states);
  }

  void set(int recipient, RecipientState state) {
    count(states[recipient], -1);
    count(state, 1);
    states[recipient] = state;
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
