package io.postern.gateway.reception;

import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Recipient;
import io.postern.text.MailDate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Writes the Received field of this gateway (RFC 5321 section 4.4). */
final class TraceField {

  private static final byte[] LINE_END = {'\r', '\n'};

  private TraceField() {}

  /**
   * The field with its line end.
   *
   * @param helo hostile; what could leave its place in the field is replaced
   * @param protocol ESMTP or SMTP (RFC 3848)
   * @param recipients named only when there is one: more would disclose them to each other
   */
  static byte[] of(
      String helo,
      InetAddress client,
      String hostName,
      String protocol,
      SpoolId id,
      List<Recipient> recipients,
      Instant at) {
    StringBuilder field = new StringBuilder(256);
    field.append("Received: from ");
    appendName(field, helo);
    field.append(" (").append(AddressLiteral.of(client)).append(")\r\n\tby ").append(hostName);
    field.append(" with ").append(protocol).append(" id ").append(id);
    if (recipients.size() == 1) {
      field.append("\r\n\tfor <").append(recipients.getFirst().mailbox()).append('>');
    }
    field.append(";\r\n\t");
    MailDate.append(field, at);
    field.append("\r\n");
    return field.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Content with the field on top, to be closed on its own. Content without a header section
   * becomes the body below a section of this field alone, so that none of it is taken for a field
   * or for the continuation of this one.
   *
   * @throws IOException when new content cannot be written
   */
  static Content onTopOf(Content received, byte[] field, MessageStore store) throws IOException {
    byte[] head = received.head();
    if (!HeaderSectionSearch.isMissing(head)) {
      byte[] whole = Arrays.copyOf(field, field.length + head.length);
      System.arraycopy(head, 0, whole, field.length, head.length);
      return received.withHead(whole);
    }
    try (ContentWriter writer = store.newContent();
        InputStream body = received.openBody(0)) {
      writer.write(field, 0, field.length);
      writer.write(LINE_END, 0, LINE_END.length);
      writer.write(head, 0, head.length);
      byte[] buffer = new byte[16 << 10];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        writer.write(buffer, 0, n);
      }
      return writer.finish();
    }
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
