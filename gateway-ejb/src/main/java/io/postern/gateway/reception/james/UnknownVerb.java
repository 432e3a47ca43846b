package io.postern.gateway.reception.james;

import java.util.Collection;
import java.util.List;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.UnknownCommandHandler;

/** Takes the commands in James' chain that no {@link Verb} takes. */
final class UnknownVerb<S extends SmtpSteps> implements CommandHandler<DialogueSession<S>> {

  @Override
  public Response onCommand(DialogueSession<S> session, Request request) {
    return new StepResponse(session.steps().unknown(request.getCommand(), Verb.argument(request)));
  }

  @Override
  public Collection<String> getImplCommands() {
    return List.of(UnknownCommandHandler.COMMAND_IDENTIFIER);
  }
}
