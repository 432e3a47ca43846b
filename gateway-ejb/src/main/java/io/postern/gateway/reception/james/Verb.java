package io.postern.gateway.reception.james;

import java.util.Collection;
import java.util.List;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;

/**
 * One command in James' chain.
 *
 * @param name in upper case
 * @param step what it asks
 */
record Verb(String name, Step step) implements CommandHandler<DialogueSession> {

  /** Asks the step of a command. */
  @FunctionalInterface
  interface Step {
    SmtpReply ask(SmtpSteps steps, Request request);
  }

  @Override
  public Response onCommand(DialogueSession session, Request request) {
    return new StepResponse(step.ask(session.steps(), request));
  }

  @Override
  public Collection<String> getImplCommands() {
    return List.of(name);
  }
}
