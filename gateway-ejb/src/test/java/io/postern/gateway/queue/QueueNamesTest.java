package io.postern.gateway.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.routing.NextHop;
import javax.lang.model.SourceVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"mx.example.com", "192.0.2.1", "2001:db8::1", "b\u00fccher.example", "a b"})
  void nameIsAJavaIdentifier(String host) {
    assertTrue(SourceVersion.isIdentifier(QueueNames.of(new NextHop(host, 25))));
  }

  @Test
  void hostsThatReadAlikeHaveDifferentQueues() {
    assertNotEquals(
        QueueNames.of(new NextHop("a-b.example", 25)),
        QueueNames.of(new NextHop("a.b.example", 25)));
  }

  @Test
  void caseOfTheHostMakesNoDifference() {
    assertEquals(
        QueueNames.of(new NextHop("MX.example", 25)), QueueNames.of(new NextHop("mx.example", 25)));
  }

  @Test
  void longestHostHasAName() {
    assertTrue(QueueNames.of(new NextHop("x".repeat(255), 25)).length() < 100);
  }
}
