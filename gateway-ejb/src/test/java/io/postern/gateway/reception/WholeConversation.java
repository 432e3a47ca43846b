package io.postern.gateway.reception;

import io.postern.fixtures.smtp.SmtpTestClient;
import java.util.List;

/** Holds a conversation with every command in it; needs no test library. */
final class WholeConversation {

  private WholeConversation() {}

  static void hold() {
    try (TestGateway gateway = TestGateway.opened();
        SmtpTestClient client = gateway.connect()) {
      client.untilContent();
      client.send("Subject: x\r\n\r\nbody\r\n.\r\n");
      client.send("HELO x\r\nNOOP\r\nVRFY x\r\nHELP\r\nFOO\r\nMAIL FROM:<>\r\nRSET\r\nQUIT\r\n");
      List<String> codes = client.codes(9);
      if (!codes.equals(List.of("250", "250", "250", "252", "214", "500", "250", "250", "221"))) {
        throw new AssertionError(codes.toString());
      }
    }
  }
}
