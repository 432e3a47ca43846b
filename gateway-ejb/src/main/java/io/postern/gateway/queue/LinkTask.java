package io.postern.gateway.queue;

import jakarta.jms.JMSException;
import java.time.Duration;

/** What a {@link Reconnector} keeps a link for. */
interface LinkTask {

  JmsLink open(CallTimer callTimer) throws JMSException, InterruptedException;

  /** Does a piece of work; returns whether there will be more. */
  boolean work(JmsLink link) throws JMSException, InterruptedException;

  /** A link failed, or could not be opened; another try follows after the pause. */
  void failed(Exception cause, Duration pause);

  /** A link was opened after at least one had failed. */
  void restored();
}
