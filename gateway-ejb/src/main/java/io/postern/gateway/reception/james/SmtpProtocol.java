package io.postern.gateway.reception.james;

import io.postern.gateway.connection.Connection;
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
   * @param connection closed by the dialogue when it ends
   * @param id names the session
   * @param steps closed by the dialogue when it ends
   */
  public SmtpDialogue open(Connection connection, String id, S steps) {
    return new SmtpDialogue(connection, id, steps, verbs.dispatcher(), configuration);
  }
}
