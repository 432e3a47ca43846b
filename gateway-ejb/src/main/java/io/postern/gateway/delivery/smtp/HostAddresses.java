package io.postern.gateway.delivery.smtp;

import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;

/** Whether an envelope can be sent without SMTPUTF8 (RFC 6531 section 3.2). */
final class HostAddresses {

  private HostAddresses() {}

  static boolean ascii(Envelope envelope) {
    if (envelope.reversePath() instanceof ReversePath.Of of && !ascii(of.mailbox())) {
      return false;
    }
    for (Recipient recipient : envelope.recipients()) {
      if (!ascii(recipient.mailbox())) {
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
