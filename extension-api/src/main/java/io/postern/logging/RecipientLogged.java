package io.postern.logging;

import io.postern.mail.Mailbox;
import java.time.Duration;
import java.util.Optional;

/** What the events about one attempt for one recipient share. */
public interface RecipientLogged extends LoggedEvent {

  Mailbox recipient();

  /** The route's next hop, such as {@code mx.example.com:25}. */
  String nextHop();

  /** The attempt's number, from 1. */
  int attempt();

  /** The remote server's reply, or what happened instead of one, on one line. */
  String remoteReply();

  /** From the message's acceptance to this event. */
  Duration age();

  /** The address and port talked to, when a connection came about. */
  Optional<String> remoteAddress();
}
