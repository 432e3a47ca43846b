package io.postern.gateway.spool;

import java.util.List;

/**
 * The recipients of an arrival that are held from its acceptance on.
 *
 * @param recipients indexes into the arrival's recipients, ascending, at least one
 * @param reason for the journal
 */
public record Hold(List<Integer> recipients, String reason) {

  public Hold {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("a hold needs a recipient");
    }
  }
}
