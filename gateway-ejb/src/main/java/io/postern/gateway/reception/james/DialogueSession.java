package io.postern.gateway.reception.james;

import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPSessionImpl;

/** James' session, tied to the steps of one dialogue. */
final class DialogueSession<S extends SmtpSteps> extends SMTPSessionImpl {

  private final S steps;

  DialogueSession(ProtocolTransport transport, SMTPConfiguration configuration, S steps) {
    super(transport, configuration);
    this.steps = steps;
  }

  S steps() {
    return steps;
  }

  @Override
  public Response newFatalErrorResponse() {
    return new StepResponse(steps.failed().thenClose());
  }
}
