package io.postern.gateway.delivery;

import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpooledMessage;
import java.util.ArrayList;
import java.util.List;

/** Reads the marks before an attempt. */
final class Waiting {

  private Waiting() {}

  /** Those of the recipients that wait for just this attempt; others are finished or were tried. */
  static List<Integer> of(SpooledMessage message, List<Integer> recipients, int attempt) {
    List<RecipientState> states = message.states();
    List<Integer> waiting = new ArrayList<>(recipients.size());
    for (int recipient : recipients) {
      if (recipient >= 0
          && recipient < states.size()
          && states.get(recipient) instanceof RecipientState.Waiting state
          && state.attempts() == attempt - 1) {
        waiting.add(recipient);
      }
    }
    return waiting;
  }
}
