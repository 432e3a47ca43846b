package io.postern.gateway.callout;

import io.postern.mail.Reply;
import io.postern.validation.Verdict;

/**
 * What follows from the verdicts of a stage: the strictest of them, in the order of {@link
 * Verdict}'s documentation. A delay goes beside it ({@link Answer#delay}).
 */
public sealed interface Ruling {

  /** Nobody objected. */
  Ruling PASS = new Pass(false);

  /**
   * The message goes on.
   *
   * @param endsStage whether a callout accepted: no further one is asked at the stage
   */
  record Pass(boolean endsStage) implements Ruling {
    @Override
    public int strictness() {
      return endsStage ? 1 : 0;
    }

    @Override
    public String word() {
      return endsStage ? "accept" : "pass";
    }
  }

  /** The client gets a positive reply, and the message is dropped. */
  record Discard(String reason) implements Ruling {
    @Override
    public int strictness() {
      return 2;
    }

    @Override
    public String word() {
      return "discard";
    }
  }

  /** The client gets a positive reply, and the message is kept without being delivered. */
  record Quarantine(String reason) implements Ruling {
    @Override
    public int strictness() {
      return 3;
    }

    @Override
    public String word() {
      return "quarantine";
    }
  }

  /**
   * The client gets a negative reply.
   *
   * @param disconnects whether the connection is closed behind it
   */
  record Refuse(Reply reply, boolean disconnects) implements Ruling {
    @Override
    public int strictness() {
      return disconnects ? 6 : reply.isPermanent() ? 5 : 4;
    }

    @Override
    public String word() {
      return disconnects ? "disconnect" : reply.isPermanent() ? "reject" : "defer";
    }
  }

  /** Of several rulings the one with the greatest counts. */
  int strictness();

  /** As the journal writes it. */
  String word();

  /** What the client gets to read, or the reason; empty when there is neither. */
  default String text() {
    return switch (this) {
      case Pass p -> "";
      case Discard(String reason) -> reason;
      case Quarantine(String reason) -> reason;
      case Refuse(Reply reply, boolean disconnects) -> reply.toString();
    };
  }

  /** Without a delay, which {@link Answer#delay} has. */
  static Ruling of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Pass c -> PASS;
      case Verdict.Delay d -> PASS;
      case Verdict.Accept a -> new Pass(true);
      case Verdict.Discard(String reason) -> new Discard(reason);
      case Verdict.Quarantine(String reason) -> new Quarantine(reason);
      case Verdict.Defer(Reply reply) -> new Refuse(reply, false);
      case Verdict.Reject(Reply reply) -> new Refuse(reply, false);
      case Verdict.Disconnect(Reply reply) -> new Refuse(reply, true);
    };
  }

  /** The stricter of two; of equally strict ones this. */
  default Ruling and(Ruling other) {
    return other.strictness() > strictness() ? other : this;
  }

  /** Whether the gateway keeps the message, delivered or not. */
  default boolean keepsMessage() {
    return switch (this) {
      case Pass p -> true;
      case Quarantine q -> true;
      case Discard d -> false;
      case Refuse r -> false;
    };
  }
}
