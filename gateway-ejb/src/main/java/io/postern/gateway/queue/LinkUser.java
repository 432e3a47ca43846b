package io.postern.gateway.queue;

import jakarta.jms.JMSException;
import java.time.Duration;

/** What a {@link Tether} keeps a link for. */
interface LinkUser {

  Link open(Pulse pulse) throws JMSException, InterruptedException;

  /** Does a piece of work; returns whether there will be more. */
  boolean work(Link link) throws JMSException, InterruptedException;

  /** A link failed, or could not be opened; another try follows after the pause. */
  void failed(Exception cause, Duration pause);

  /** A link was opened after at least one had failed. */
  void restored();
}
