package io.postern.gateway.queue;

import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpoolId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A bundle of tickets as octets: version 1, next hop, number of tickets; per ticket its spool id,
 * attempt, reason and recipients.
 */
final class TicketFormat {

  private static final int VERSION = 1;

  private TicketFormat() {}

  /**
   * @param tickets at least one, all with the same next hop
   */
  static byte[] write(List<Ticket> tickets) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(32 + 40 * tickets.size());
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeByte(VERSION);
      NextHop nextHop = tickets.getFirst().nextHop();
      out.writeUTF(nextHop.host());
      out.writeShort(nextHop.port());
      out.writeShort(tickets.size());
      for (Ticket ticket : tickets) {
        out.writeLong(ticket.id().value());
        out.writeInt(ticket.attempt());
        out.writeUTF(ticket.reason());
        out.writeInt(ticket.recipients().size());
        for (int recipient : ticket.recipients()) {
          out.writeInt(recipient);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written to", e);
    }
    return octets.toByteArray();
  }

  /**
   * @throws IOException when the octets are not a bundle of this version
   */
  static List<Ticket> read(byte[] octets) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IOException("tickets of version " + version + ", not " + VERSION);
      }
      NextHop nextHop = new NextHop(in.readUTF(), in.readUnsignedShort());
      int count = in.readUnsignedShort();
      List<Ticket> tickets = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        SpoolId id = new SpoolId(in.readLong());
        int attempt = in.readInt();
        String reason = in.readUTF();
        tickets.add(new Ticket(id, recipients(in), nextHop, attempt, reason));
      }
      return tickets;
    } catch (IllegalArgumentException e) {
      throw new IOException("tickets with impossible values", e);
    }
  }

  private static List<Integer> recipients(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available() / Integer.BYTES) {
      throw new IOException("a ticket for " + count + " recipients");
    }
    List<Integer> recipients = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      recipients.add(in.readInt());
    }
    return recipients;
  }
}
