package io.postern.gateway.delivery.smtp;

import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.util.List;

/** Whether an envelope can be sent without SMTPUTF8 (RFC 6531 section 3.2). */
final class Addresses {

  private Addresses() {}

  static boolean ascii(ReversePath from, List<Mailbox> recipients) {
    if (from instanceof ReversePath.Of of && !ascii(of.mailbox())) {
      return false;
    }
    for (Mailbox recipient : recipients) {
      if (!ascii(recipient)) {
        return false;
      }
    }
    return true;
  }

  private static boolean ascii(Mailbox mailbox) {
    return ascii(mailbox.localPart()) && ascii(mailbox.domain());
  }

  private static boolean ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
