package io.postern.gateway.reception.james;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;

/** One command in James' chain. */
record Verb<S extends SmtpSteps>(SmtpCommand<? super S> command)
    implements CommandHandler<DialogueSession<S>> {

  @Override
  public Response onCommand(DialogueSession<S> session, Request request) {
    return new StepResponse(command.step().run(session.steps(), argument(request)));
  }

  @Override
  public Collection<String> getImplCommands() {
    return List.of(command.verb());
  }

  static String argument(Request request) {
    return Objects.requireNonNullElse(request.getArgument(), "");
  }
}
