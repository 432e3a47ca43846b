package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.gateway.reception.esmtp.EsmtpExtension;
import io.postern.gateway.reception.esmtp.EsmtpSession;
import io.postern.gateway.reception.esmtp.ParameterSyntax;
import io.postern.gateway.reception.james.SmtpCommand;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.mail.MailParameters;
import io.postern.mail.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * An extension of SMTP is one class and its line in the list: here a class of the test, with all
 * that an extension can have.
 */
class FurtherExtensionTest {

  /** PRIORITY, in the manner of RFC 6710, with a command and a parameter of RCPT besides. */
  private static final class PriorityExtension implements EsmtpExtension {

    @Override
    public Optional<String> announcement(EsmtpSession session) {
      return Optional.of("PRIORITY " + session.settings().hostName());
    }

    @Override
    public List<SmtpCommand<EsmtpSession>> commands() {
      return List.of(new SmtpCommand<>("XPRI", PriorityExtension::priority));
    }

    private static SmtpReply priority(EsmtpSession session, String argument) {
      return argument.isEmpty()
          ? session.badCommand(Reply.of(501, "5.5.4", "Which?"), "XPRI")
          : session.otherCommand(SmtpReply.line("250 2.0.0 " + argument + " noted"));
    }

    @Override
    public Map<String, ParameterSyntax> mailParameters() {
      return Map.of("PRIORITY", PriorityExtension::digit);
    }

    @Override
    public Map<String, ParameterSyntax> recipientParameters() {
      return Map.of("URGENT", value -> value.isEmpty() ? Optional.empty() : digit(""));
    }

    private static Optional<Reply> digit(String value) {
      return value.matches("[0-9]")
          ? Optional.empty()
          : Optional.of(Reply.of(501, "5.5.4", "Bad priority"));
    }

    @Override
    public Optional<Reply> refusal(EsmtpSession session, MailParameters parameters) {
      return "9".equals(parameters.all().get("PRIORITY"))
          ? Optional.of(Reply.of(550, "5.7.0", "Not that urgent"))
          : Optional.empty();
    }
  }

  @Test
  void itsKeyword_isAnnouncedAfterThoseThatAreShipped() {
    try (TestGateway gateway = TestGateway.extendedBy(new PriorityExtension());
        SmtpTestClient client = gateway.connect()) {
      client.reply();
      assertEquals(
          "250-mx.example.com|250-PIPELINING|250-SIZE 100000|250-8BITMIME|250-ENHANCEDSTATUSCODES"
              + "|250 PRIORITY mx.example.com",
          client.ask("EHLO client.example.net"));
    }
  }

  @Test
  void itsCommand_isDispatchedAndNamedByHelp() {
    try (TestGateway gateway = TestGateway.extendedBy(new PriorityExtension());
        SmtpTestClient client = gateway.connect().greet()) {
      assertEquals("250 2.0.0 high noted", client.ask("xpri high"));
      assertEquals("501 5.5.4 Which?", client.ask("XPRI"));
      assertEquals(
          "214 2.0.0 See RFC 5321: EHLO HELO MAIL RCPT DATA RSET NOOP VRFY XPRI QUIT",
          client.ask("HELP"));
      assertEquals("XPRI", gateway.events.rejected.getFirst().facts().get(Facts.COMMAND));
    }
  }

  @Test
  void itsParameters_reachTheSpool() {
    try (TestGateway gateway = TestGateway.extendedBy(new PriorityExtension());
        SmtpTestClient client = gateway.connect().greet()) {
      assertEquals("250 2.1.0 OK", client.ask("MAIL FROM:<a@b.example> PRIORITY=3"));
      assertEquals("250 2.1.5 OK", client.ask("RCPT TO:<user@example.com> URGENT"));
      client.ask("DATA");
      client.ask("a: b\r\n\r\nc\r\n.");
      assertEquals(
          Map.of("PRIORITY", "3"), gateway.onlyMessage().arrival().envelope().parameters().all());
      assertEquals(
          Map.of("URGENT", ""),
          gateway.onlyMessage().arrival().envelope().recipients().getFirst().parameters());
    }
  }

  @Test
  void whatItRefuses_isRefusedAndRecorded() {
    try (TestGateway gateway = TestGateway.extendedBy(new PriorityExtension());
        SmtpTestClient client = gateway.connect().greet()) {
      assertEquals("501 5.5.4 Bad priority", client.ask("MAIL FROM:<a@b.example> PRIORITY=x"));
      assertEquals("550 5.7.0 Not that urgent", client.ask("MAIL FROM:<a@b.example> PRIORITY=9"));
      client.ask("MAIL FROM:<a@b.example>");
      assertEquals("501 5.5.4 Bad priority", client.ask("RCPT TO:<user@example.com> URGENT=1"));
      assertEquals(
          List.of("501 5.5.4 Bad priority", "550 5.7.0 Not that urgent", "501 5.5.4 Bad priority"),
          gateway.events.rejected.stream().map(event -> event.reply().toString()).toList());
    }
  }

  @Test
  void aVerbThatIsThereAlready_isNotTakenOver() {
    EsmtpExtension second =
        new EsmtpExtension() {
          @Override
          public List<SmtpCommand<EsmtpSession>> commands() {
            return List.of(new SmtpCommand<>("MAIL", (session, argument) -> SmtpReply.line("250")));
          }
        };
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> TestGateway.extendedBy(second));
    assertTrue(String.valueOf(refused.getMessage()).contains("MAIL"), refused.toString());
  }
}
