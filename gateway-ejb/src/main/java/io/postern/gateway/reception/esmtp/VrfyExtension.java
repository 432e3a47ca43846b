package io.postern.gateway.reception.esmtp;

import io.postern.gateway.reception.james.SmtpCommand;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.mail.Reply;
import java.util.List;

/**
 * VRFY (RFC 5321 section 4.1.1.6): answered 252 for every mailbox, as the gateway does not know the
 * mailboxes behind it, and those who collect addresses must not learn any (section 7.3). For the
 * same reason it is not announced.
 */
final class VrfyExtension implements EsmtpExtension {

  private static final Reply ARGUMENT_MISSING = Reply.of(501, "5.5.4", "Argument missing");
  private static final SmtpReply CANNOT_VERIFY =
      SmtpReply.of(
          Reply.of(252, "2.0.0", "Cannot verify, but will take mail and attempt delivery"));

  @Override
  public List<SmtpCommand<EsmtpSession>> commands() {
    return List.of(new SmtpCommand<>("VRFY", VrfyExtension::vrfy));
  }

  private static SmtpReply vrfy(EsmtpSession session, String argument) {
    return argument.isEmpty()
        ? session.badCommand(ARGUMENT_MISSING, "VRFY")
        : session.otherCommand(CANNOT_VERIFY);
  }
}
