package io.postern.gateway.queue;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.spool.SpoolId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A bundle of tickets as octets: version 2, generation, number of destinations, these as text,
 * number of tickets; per ticket its spool id, the destination's place in the list, attempt, reason
 * and recipients.
 */
final class TicketFormat {

  private static final int VERSION = 2;

  private TicketFormat() {}

  /**
   * What was read.
   *
   * @param generation in which the tickets were put
   */
  record Bundle(int generation, List<Ticket> tickets) {}

  /**
   * @param tickets at most 65,535
   */
  static byte[] write(int generation, List<Ticket> tickets) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(32 + 40 * tickets.size());
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeByte(VERSION);
      out.writeInt(generation);
      Map<Destination, Integer> places = new LinkedHashMap<>();
      for (Ticket ticket : tickets) {
        places.putIfAbsent(ticket.destination(), places.size());
      }
      out.writeShort(places.size());
      for (Destination destination : places.keySet()) {
        out.writeUTF(destination.toString());
      }
      out.writeShort(tickets.size());
      for (Ticket ticket : tickets) {
        out.writeLong(ticket.id().value());
        out.writeShort(Objects.requireNonNull(places.get(ticket.destination())));
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
  static Bundle read(byte[] octets) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IOException("tickets of version " + version + ", not " + VERSION);
      }
      int generation = in.readInt();
      Destination[] destinations = new Destination[in.readUnsignedShort()];
      for (int i = 0; i < destinations.length; i++) {
        destinations[i] = Destination.parse(in.readUTF());
      }
      int count = in.readUnsignedShort();
      List<Ticket> tickets = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        SpoolId id = new SpoolId(in.readLong());
        Destination destination = destinations[in.readUnsignedShort()];
        int attempt = in.readInt();
        String reason = in.readUTF();
        tickets.add(new Ticket(id, recipients(in), destination, attempt, reason));
      }
      return new Bundle(generation, tickets);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
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
