package io.postern.gateway.reception.esmtp;

import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.settings.Settings;
import io.postern.mail.Reply;

/** A session as the extensions see it. Used by the session's thread alone. */
public interface EsmtpSession {

  /** Those in force now. */
  Settings settings();

  /** The extensions of this session. */
  EsmtpExtensions extensions();

  /**
   * Counts a command that by itself brings no message nearer.
   *
   * @return the reply, or the one that ends the session when there were too many such commands
   */
  SmtpReply otherCommand(SmtpReply reply);

  /**
   * Refuses a wrong command, records that, and counts it.
   *
   * @param command what the journal names; never anything that may hold credentials
   * @return the reply, or the one that ends the session when there were too many such commands
   */
  SmtpReply badCommand(Reply reply, String command);
}
