package io.postern.gateway.reception;

import io.postern.mail.Mailbox;

/** Whether mail to a recipient can leave the gateway. Asked at every RCPT: no I/O. Thread-safe. */
@FunctionalInterface
public interface RecipientRoutes {

  /** Whether a route leads to it, or its mail is held by configuration. */
  boolean lead(Mailbox recipient);
}
