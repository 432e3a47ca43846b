package io.postern.gateway.reception.james;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.protocols.api.handler.AbstractProtocolHandlerChain;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.WiringException;

/** James' handler chain: his dispatcher, and a verb per command. */
final class Verbs<S extends SmtpSteps> extends AbstractProtocolHandlerChain {

  /** Without one of them no chain is wired (RFC 5321 section 4.5.1). */
  private static final List<String> REQUIRED =
      List.of("HELO", "EHLO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "VRFY");

  private final CommandDispatcher<DialogueSession<S>> dispatcher =
      new CommandDispatcher<>(REQUIRED);
  private final List<ProtocolHandler> handlers = new ArrayList<>();

  /**
   * @throws IllegalArgumentException when a verb stands twice or a required one is missing
   */
  Verbs(List<? extends SmtpCommand<? super S>> commands) {
    handlers.add(dispatcher);
    handlers.add(new UnknownVerb<S>());
    Set<String> verbs = new HashSet<>();
    for (SmtpCommand<? super S> command : commands) {
      if (!verbs.add(command.verb())) {
        throw new IllegalArgumentException("two commands with the verb " + command.verb());
      }
      handlers.add(new Verb<S>(command));
    }
    try {
      wireExtensibleHandlers();
    } catch (WiringException e) {
      throw new IllegalArgumentException("the chain of SMTP commands is incomplete", e);
    }
  }

  CommandDispatcher<DialogueSession<S>> dispatcher() {
    return dispatcher;
  }

  @Override
  protected List<ProtocolHandler> getHandlers() {
    return handlers;
  }
}
