package io.postern.gateway.operation;

import java.util.List;
import java.util.Optional;

/**
 * What was decided.
 *
 * @param recipients mailboxes
 * @param report id of the report to the sender
 */
public record QueueResult(List<String> recipients, Optional<String> report) {
  public QueueResult {
    recipients = List.copyOf(recipients);
  }
}
