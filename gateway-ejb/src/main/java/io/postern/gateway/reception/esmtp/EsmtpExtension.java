package io.postern.gateway.reception.esmtp;

import io.postern.gateway.reception.james.SmtpCommand;
import io.postern.mail.MailParameters;
import io.postern.mail.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One extension of SMTP (RFC 5321 section 2.2.2), all of it. Each method has the default of an
 * extension that lacks what it asks for. Thread-safe, without state per session.
 */
public interface EsmtpExtension {

  /**
   * Its line in the reply to EHLO, keyword and arguments, printable US-ASCII; empty where it is not
   * offered to this session, or never announced.
   */
  default Optional<String> announcement(EsmtpSession session) {
    return Optional.empty();
  }

  /** The commands that it adds; asked once. */
  default List<SmtpCommand<EsmtpSession>> commands() {
    return List.of();
  }

  /** The parameters that it adds to MAIL, by keyword in upper case; asked once. */
  default Map<String, ParameterSyntax> mailParameters() {
    return Map.of();
  }

  /** The parameters that it adds to RCPT, by keyword in upper case; asked once. */
  default Map<String, ParameterSyntax> recipientParameters() {
    return Map.of();
  }

  /**
   * The reply when a message is refused for what MAIL says of it; before any callout is asked.
   *
   * @param parameters all of them, each with a value that its syntax allows
   */
  default Optional<Reply> refusal(EsmtpSession session, MailParameters parameters) {
    return Optional.empty();
  }
}
