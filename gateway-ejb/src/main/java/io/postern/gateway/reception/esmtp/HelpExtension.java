package io.postern.gateway.reception.esmtp;

import io.postern.gateway.reception.james.SmtpCommand;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.mail.Reply;
import java.util.List;

/** HELP (RFC 5321 section 4.1.1.8): names the commands, those of the other extensions as well. */
final class HelpExtension implements EsmtpExtension {

  private static final String HELP = "HELP";

  @Override
  public List<SmtpCommand<EsmtpSession>> commands() {
    return List.of(new SmtpCommand<>(HELP, HelpExtension::help));
  }

  private static SmtpReply help(EsmtpSession session, String argument) {
    StringBuilder text = new StringBuilder("See RFC 5321: EHLO HELO MAIL RCPT DATA RSET NOOP ");
    for (SmtpCommand<EsmtpSession> command : session.extensions().commands()) {
      if (!command.verb().equals(HELP)) {
        text.append(command.verb()).append(' ');
      }
    }
    return session.otherCommand(SmtpReply.of(Reply.of(214, "2.0.0", text + "QUIT")));
  }
}
