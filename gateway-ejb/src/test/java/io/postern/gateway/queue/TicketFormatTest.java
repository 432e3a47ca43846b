package io.postern.gateway.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpoolId;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TicketFormatTest {

  private static final Destination HOP = Destination.of(new NextHop("mx.example.com", 65535));
  private static final Destination HOSTS =
      new Destination.StaticHosts(
          List.of(new NextHop("2001:db8::1", 25), new NextHop("192.0.2.1", 26)));
  private static final List<Ticket> TICKETS =
      List.of(
          new Ticket(new SpoolId(1), List.of(0), HOP, 1, "accepted"),
          new Ticket(new SpoolId(2), List.of(1), HOSTS, 1, "accepted"),
          new Ticket(new SpoolId(Long.MAX_VALUE), List.of(3, 999), HOP, 70_000, "deferred"));

  @Test
  void ticketsAreReadAsWritten() throws IOException {
    assertEquals(
        new TicketFormat.Bundle(7, TICKETS), TicketFormat.read(TicketFormat.write(7, TICKETS)));
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] octets = TicketFormat.write(7, TICKETS);
    IntStream.range(0, octets.length)
        .forEach(
            length ->
                assertThrows(
                    IOException.class, () -> TicketFormat.read(Arrays.copyOf(octets, length))));
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] octets = TicketFormat.write(7, TICKETS);
    octets[0]++;
    assertThrows(IOException.class, () -> TicketFormat.read(octets));
  }

  @Test
  void damagedOctetsAreRefusedOrReadButRaiseNothingElse() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = TicketFormat.write(7, TICKETS);
      octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      refused += refused(octets) ? 1 : 0;
    }
    assertTrue(refused > 0, "seed " + seed);
  }

  private static boolean refused(byte[] octets) {
    try {
      TicketFormat.read(octets);
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
