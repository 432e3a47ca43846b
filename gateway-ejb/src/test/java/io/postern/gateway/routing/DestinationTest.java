package io.postern.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mx.example.com:25",
        "192.0.2.1:2525",
        "2001:db8::1:25",
        "one.example:25,two.example:26",
        "example.com"
      })
  void textIsReadAsItWasWritten(String text) {
    assertEquals(text, Destination.parse(text).toString());
  }

  @Test
  void oneHostAndSeveral_areGivenHosts_andABareDomainIsOneForItsMx() {
    NextHop one = new NextHop("one.example", 25);
    NextHop two = new NextHop("two.example", 26);
    assertEquals(Destination.of(one), Destination.parse("one.example:25"));
    assertEquals(
        new Destination.StaticHosts(List.of(one, two)),
        Destination.parse("one.example:25,two.example:26"));
    assertEquals(new Destination.MxDomain("one.example"), Destination.parse("one.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ":25", "host:", "host:x", "host:0", "a:1,", "a:1,,b:2", "a,b"})
  void whatIsNoDestinationIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Destination.parse(text));
  }

  @Test
  void givenHostsAreFoundInTheirOrder_andNoHostIsMadeUpForADomain() {
    HostResolver resolver = new StaticHostResolver();
    List<NextHop> hosts = List.of(new NextHop("b.example", 25), new NextHop("a.example", 25));
    assertEquals(
        new HostResolver.Hosts.Found(hosts), resolver.hosts(new Destination.StaticHosts(hosts)));
    assertInstanceOf(
        HostResolver.Hosts.Unknown.class, resolver.hosts(new Destination.MxDomain("one.example")));
  }
}
