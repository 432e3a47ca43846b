package io.postern.gateway.reception.james;

import java.util.List;
import org.apache.james.protocols.api.Response;

/** A reply in James' terms. */
record StepResponse(SmtpReply reply) implements Response {

  @Override
  public String getRetCode() {
    return reply.toString().substring(0, 3);
  }

  @Override
  public List<CharSequence> getLines() {
    return List.copyOf(reply.toString().lines().toList());
  }

  @Override
  public boolean isEndSession() {
    return switch (reply.next()) {
      case QUIT, CLOSE -> true;
      case COMMAND, CONTENT -> false;
    };
  }
}
