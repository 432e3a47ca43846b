package io.postern.gateway.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import java.util.stream.IntStream;
import javax.lang.model.SourceVersion;
import org.junit.jupiter.api.Test;

class QueueNamesTest {

  @Test
  void namesAreJavaIdentifiers_eachOfOneQueue() {
    QueueNames names = QueueNames.of(16);
    assertEquals(16, IntStream.range(0, 16).mapToObj(names::name).distinct().count());
    assertTrue(IntStream.range(0, 16).mapToObj(names::name).allMatch(SourceVersion::isIdentifier));
  }

  @Test
  void equalDestinationsShareAQueue() {
    QueueNames names = QueueNames.of(16);
    for (int i = 0; i < 100; i++) {
      NextHop hop = new NextHop("mx" + i + ".example", 25);
      assertEquals(
          names.index(Destination.of(hop)), names.index(Destination.parse(hop.toString())));
    }
  }

  /** Addresses that follow each other, and ports, are what a table of routes has. */
  @Test
  void destinationsThatDifferLittleAreSpreadOverAllQueues() {
    QueueNames names = QueueNames.of(16);
    int[] hosts = new int[16];
    int[] ports = new int[16];
    for (int i = 0; i < 1_600; i++) {
      hosts[names.index(Destination.of(new NextHop("10.0." + i / 256 + "." + i % 256, 25)))]++;
      ports[names.index(Destination.of(new NextHop("127.0.0.1", 1 + i)))]++;
    }
    for (int i = 0; i < 16; i++) {
      assertTrue(hosts[i] > 30 && hosts[i] < 300, hosts[i] + " hosts in queue " + i);
      assertTrue(ports[i] > 30 && ports[i] < 300, ports[i] + " ports in queue " + i);
    }
  }

  @Test
  void noQueueAtAllIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> QueueNames.of(0));
  }
}
