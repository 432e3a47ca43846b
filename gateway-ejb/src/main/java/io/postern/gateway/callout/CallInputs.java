package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.CallInput;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.ReversePath;
import io.postern.session.Session;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads from a stage's subject whose input it is; used when a callout fails or failed lately. */
final class CallInputs {

  private static final int NETWORK_OCTETS = 8;

  private CallInputs() {}

  /** What the client gave is the message; before it gave anything, the session is. */
  static CallInput of(Session session, Object subject) {
    String client = client(session.remoteAddress());
    long message =
        switch (subject) {
          case MailVersion mail ->
              31 * mail.message().fingerprint() + mail.envelope().reversePath().hashCode();
          case Envelope envelope -> envelope.hashCode();
          case List<?> recipients -> recipients.hashCode();
          default -> Objects.hash(session.id());
        };
    return new CallInput(client, message);
  }

  private static String client(InetSocketAddress address) {
    InetAddress of = address.getAddress();
    if (of == null) {
      return address.getHostString();
    }
    byte[] octets = of.getAddress();
    if (octets.length <= 4) {
      return of.getHostAddress();
    }
    byte[] network = Arrays.copyOf(Arrays.copyOf(octets, NETWORK_OCTETS), octets.length);
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }

  static MailContext context(Session session, Object subject) {
    Optional<SpoolId> id = Optional.empty();
    Optional<ReversePath> reversePath = Optional.empty();
    Optional<String> messageId = Optional.empty();
    switch (subject) {
      case MailVersion mail -> {
        id = mail.id();
        reversePath = Optional.of(mail.envelope().reversePath());
        messageId = mail.message().field("Message-ID");
      }
      case Envelope envelope -> reversePath = Optional.of(envelope.reversePath());
      default -> {}
    }
    return new MailContext(
        session.id(),
        session.listener(),
        session.remoteAddress(),
        session.greetedName(),
        id,
        reversePath,
        messageId);
  }
}
