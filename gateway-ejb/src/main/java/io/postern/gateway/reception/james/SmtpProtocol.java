package io.postern.gateway.reception.james;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;

/**
 * The entry class: SMTP as a server, built once. Thread-safe.
 *
 * @param <S> the sessions that its dialogues ask
 */
public final class SmtpProtocol<S extends SmtpSteps> {

  private final Verbs<S> verbs;
  private final SMTPConfigurationImpl configuration = new SMTPConfigurationImpl();

  /**
   * @param commands those that RFC 5321 section 4.5.1 requires, and any others
   * @throws IllegalArgumentException when a verb stands twice or a required one is missing
   */
  public SmtpProtocol(List<? extends SmtpCommand<? super S>> commands) {
    this.verbs = new Verbs<>(commands);
  }

  /**
   * A dialogue with a client that has just connected; to be run once.
   *
   * @param id names the session
   * @param steps closed by the dialogue when it ends
   * @throws IOException when the client is gone already; the socket is then the caller's
   */
  public SmtpDialogue open(Socket socket, String id, S steps) throws IOException {
    return new SmtpDialogue(socket, id, steps, verbs.dispatcher(), configuration);
  }
}
