package io.postern.gateway.reception.james;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.handler.AbstractProtocolHandlerChain;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.UnknownCommandHandler;
import org.apache.james.protocols.api.handler.WiringException;

/** James' handler chain: his dispatcher, and a verb per command (RFC 5321 section 4.1.1). */
final class Verbs extends AbstractProtocolHandlerChain {

  private final CommandDispatcher<DialogueSession> dispatcher =
      new CommandDispatcher<>(
          List.of("HELO", "EHLO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT"));
  private final List<ProtocolHandler> handlers;

  Verbs() {
    handlers =
        List.of(
            dispatcher,
            verb("HELO", SmtpSteps::helo),
            verb("EHLO", SmtpSteps::ehlo),
            verb("MAIL", SmtpSteps::mail),
            verb("RCPT", SmtpSteps::rcpt),
            verb("DATA", SmtpSteps::data),
            verb("RSET", SmtpSteps::rset),
            verb("NOOP", SmtpSteps::noop),
            verb("QUIT", SmtpSteps::quit),
            verb("VRFY", SmtpSteps::vrfy),
            verb("HELP", SmtpSteps::help),
            new Verb(
                UnknownCommandHandler.COMMAND_IDENTIFIER,
                (steps, request) -> steps.unknown(request.getCommand(), argument(request))));
    try {
      wireExtensibleHandlers();
    } catch (WiringException e) {
      throw new IllegalStateException("the chain of SMTP commands is incomplete", e);
    }
  }

  CommandDispatcher<DialogueSession> dispatcher() {
    return dispatcher;
  }

  @Override
  protected List<ProtocolHandler> getHandlers() {
    return handlers;
  }

  private static Verb verb(String name, BiFunction<SmtpSteps, String, SmtpReply> step) {
    return new Verb(name, (steps, request) -> step.apply(steps, argument(request)));
  }

  private static String argument(Request request) {
    return Objects.requireNonNullElse(request.getArgument(), "");
  }
}
