package io.postern.gateway.reception;

import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
import io.postern.mail.ReversePath;
import java.util.Map;

/** What an argument of MAIL or RCPT turned out to be. */
sealed interface PathArgument {

  /**
   * MAIL's.
   *
   * @param parameters keys in upper case, not looked at yet; empty text where there is no value
   */
  record Sender(ReversePath reversePath, Map<String, String> parameters) implements PathArgument {}

  /**
   * RCPT's. A source route was there perhaps and is ignored (RFC 5321 appendix C).
   *
   * @param recipient with an empty domain for the domain-less postmaster (RFC 5321 section 4.1.1.3)
   */
  record Recipient(Mailbox recipient, Map<String, String> parameters) implements PathArgument {

    /** The domain-less postmaster is the one of this host. */
    Mailbox recipientAt(String hostName) {
      return recipient.domain().isEmpty()
          ? new Mailbox(recipient.localPart(), hostName)
          : recipient;
    }
  }

  /** Neither; the reply says why. */
  record Faulty(Reply reply) implements PathArgument {}
}
