package io.postern.gateway.reception;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Writes the Received field of this gateway (RFC 5321 section 4.4). */
final class TraceField {

  private TraceField() {}

  /**
   * A head with the field on top of it.
   *
   * @param helo hostile; what could leave its place in the field is replaced
   * @param protocol ESMTP or SMTP (RFC 3848)
   * @param recipients named only when there is one: more would tell them of each other
   */
  static byte[] onTopOf(
      byte[] head,
      String helo,
      InetAddress client,
      String hostName,
      String protocol,
      SpoolId id,
      List<Mailbox> recipients,
      Instant at) {
    StringBuilder field = new StringBuilder(256);
    field.append("Received: from ");
    appendName(field, helo);
    field.append(" (").append(AddressLiteral.of(client)).append(")\r\n\tby ").append(hostName);
    field.append(" with ").append(protocol).append(" id ").append(id);
    if (recipients.size() == 1) {
      field.append("\r\n\tfor <").append(recipients.getFirst()).append('>');
    }
    field.append(";\r\n\t");
    MailDate.append(field, at);
    field.append("\r\n");
    byte[] above = field.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[above.length + head.length];
    System.arraycopy(above, 0, whole, 0, above.length);
    System.arraycopy(head, 0, whole, above.length, head.length);
    return whole;
  }

  /** Host names and address literals stay as they are; every other character becomes {@code ?}. */
  private static void appendName(StringBuilder field, String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean harmless =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._:[]".indexOf(c) >= 0;
      field.append(harmless ? c : '?');
    }
  }
}
