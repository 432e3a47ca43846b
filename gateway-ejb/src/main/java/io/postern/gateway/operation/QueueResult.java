package io.postern.gateway.operation;

import java.util.List;
import java.util.Optional;

/**
 * What was decided.
 *
 * @param recipients mailboxes
 * @param busy mailboxes that are in an attempt just now, and are as they were
 * @param report id of the report to the sender
 */
public record QueueResult(List<String> recipients, List<String> busy, Optional<String> report) {
  public QueueResult {
    recipients = List.copyOf(recipients);
    busy = List.copyOf(busy);
  }
}
