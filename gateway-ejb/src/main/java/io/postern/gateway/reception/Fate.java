package io.postern.gateway.reception;

import java.util.Optional;

/** What will become of a message that is taken, from lenient to strict. */
sealed interface Fate {

  /** It is delivered. */
  record Delivery() implements Fate {}

  /** It is answered 250 and dropped. */
  record Discard(Stage stage, String reason, Optional<String> decidedBy) implements Fate {}

  /** It is kept, undelivered. */
  record Quarantine(String reason, Optional<String> decidedBy) implements Fate {}

  /** It is delivered. */
  static Fate delivery() {
    return new Delivery();
  }

  /** Of two opinions the one that keeps the message, else the one that was first. */
  default Fate and(Fate later) {
    return switch (this) {
      case Delivery d -> later;
      case Discard d -> later instanceof Quarantine ? later : this;
      case Quarantine q -> this;
    };
  }
}
