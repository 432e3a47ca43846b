package io.postern.gateway.operation;

import java.util.List;
import java.util.Optional;

/**
 * Messages of the queue, oldest first.
 *
 * @param next what to give as {@code after} for the next page; empty when there is none. A page may
 *     have few messages, or none, and still be followed by another: a request looks at a bounded
 *     number of messages
 */
public record QueuePage(List<QueueEntry> messages, Optional<String> next) {
  public QueuePage {
    messages = List.copyOf(messages);
  }
}
