package io.postern.gateway.spool;

import java.time.Instant;

/**
 * The state of a message's first recipient, kept in plain numbers: most messages have no other, and
 * there may be millions of them. A class above {@link Entry}, so that it costs no object.
 */
abstract class FirstState {

  private static final RecipientState.Ending[] ENDINGS = RecipientState.Ending.values();
  private static final RecipientState QUARANTINED = new RecipientState.Quarantined();

  private enum Kind {
    WAITING,
    RELEASED,
    HELD,
    QUARANTINED,
    FINISHED
  }

  private Kind kind = Kind.WAITING;

  /** Attempts that were made, or the ordinal of the ending. */
  private int number;

  /** Of the next attempt. */
  private long second;

  private int nano;

  final RecipientState first() {
    return switch (kind) {
      case WAITING, RELEASED ->
          new RecipientState.Waiting(
              number, Instant.ofEpochSecond(second, nano), kind == Kind.RELEASED);
      case HELD -> new RecipientState.Held(number);
      case QUARANTINED -> QUARANTINED;
      case FINISHED -> new RecipientState.Finished(ENDINGS[number]);
    };
  }

  final void first(RecipientState state) {
    switch (state) {
      case RecipientState.Waiting(int attempts, Instant notBefore, boolean released) -> {
        kind = released ? Kind.RELEASED : Kind.WAITING;
        number = attempts;
        second = notBefore.getEpochSecond();
        nano = notBefore.getNano();
      }
      case RecipientState.Held(int attempts) -> {
        kind = Kind.HELD;
        number = attempts;
      }
      case RecipientState.Quarantined _ -> kind = Kind.QUARANTINED;
      case RecipientState.Finished(RecipientState.Ending ending) -> {
        kind = Kind.FINISHED;
        number = ending.ordinal();
      }
    }
  }
}
