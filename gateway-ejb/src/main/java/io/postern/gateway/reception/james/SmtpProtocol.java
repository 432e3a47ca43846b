package io.postern.gateway.reception.james;

import java.io.IOException;
import java.net.Socket;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;

/** The door: SMTP as a server, built once. Thread-safe. */
public final class SmtpProtocol {

  private final Verbs verbs = new Verbs();
  private final SMTPConfigurationImpl configuration = new SMTPConfigurationImpl();

  /**
   * A dialogue with a client that has just connected; to be run once.
   *
   * @param id names the session
   * @param steps closed by the dialogue when it ends
   * @throws IOException when the client is gone already; the socket is then the caller's
   */
  public SmtpDialogue open(Socket socket, String id, SmtpSteps steps) throws IOException {
    return new SmtpDialogue(socket, id, steps, verbs.dispatcher(), configuration);
  }
}
