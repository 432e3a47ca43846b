package io.postern.mail;

import java.util.List;
import java.util.Objects;

/**
 * The envelope: reverse-path and forward-paths with their parameters (RFC 5321 section 2.3.1),
 * immutable.
 *
 * @param parameters those of MAIL
 * @param recipients in the order of their RCPT commands; none before the first
 */
public record Envelope(
    ReversePath reversePath, MailParameters parameters, List<Recipient> recipients) {

  public Envelope {
    Objects.requireNonNull(reversePath, "reversePath");
    Objects.requireNonNull(parameters, "parameters");
    recipients = List.copyOf(recipients);
  }

  /** Without parameters. */
  public static Envelope of(ReversePath reversePath, List<Mailbox> recipients) {
    return new Envelope(
        reversePath, MailParameters.none(), recipients.stream().map(Recipient::of).toList());
  }

  /** The recipients' mailboxes, in the same order. */
  public List<Mailbox> mailboxes() {
    return recipients.size() == 1
        ? List.of(recipients.getFirst().mailbox())
        : recipients.stream().map(Recipient::mailbox).toList();
  }

  /** The same from another reverse-path. */
  public Envelope from(ReversePath other) {
    return new Envelope(other, parameters, recipients);
  }

  /** The same to other recipients. */
  public Envelope to(List<Recipient> others) {
    return new Envelope(reversePath, parameters, others);
  }

  /**
   * The same to some of its recipients.
   *
   * @param indexes of {@link #recipients}
   */
  public Envelope toSome(List<Integer> indexes) {
    if (indexes.size() == 1) {
      return recipients.size() == 1 && indexes.getFirst() == 0
          ? this
          : to(List.of(recipients.get(indexes.getFirst())));
    }
    return to(indexes.stream().map(recipients::get).toList());
  }
}
