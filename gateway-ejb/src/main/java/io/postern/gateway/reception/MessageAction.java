package io.postern.gateway.reception;

import java.util.Optional;

/** What will become of a message that is taken, from lenient to strict. */
sealed interface MessageAction {

  /** It is delivered. */
  record Delivery() implements MessageAction {}

  /** It is answered 250 and dropped. */
  record Discard(Stage stage, String reason, Optional<String> decidedBy) implements MessageAction {}

  /** It is kept, undelivered. */
  record Quarantine(String reason, Optional<String> decidedBy) implements MessageAction {}

  /** It is delivered. */
  static MessageAction delivery() {
    return new Delivery();
  }

  /** Of two opinions the one that keeps the message, else the one that was first. */
  default MessageAction and(MessageAction later) {
    return switch (this) {
      case Delivery d -> later;
      case Discard d -> later instanceof Quarantine ? later : this;
      case Quarantine q -> this;
    };
  }
}
