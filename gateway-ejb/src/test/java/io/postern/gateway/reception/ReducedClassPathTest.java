package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The James artifacts are used without what they pull in. A class they need after all would be
 * missed only in the server, so a whole conversation is held on the class path that is shipped: our
 * own classes and the few jars named here, nothing else.
 */
class ReducedClassPathTest {

  private static final Pattern SHIPPED =
      Pattern.compile(
          "(protocols-(smtp|api)|james-core|guava|slf4j-(api|jdk14)|jspecify|extension-api)-[^/]*\\.jar");

  private static final Pattern OURS =
      Pattern.compile(".*/(extension-api|gateway-ejb|test-fixtures)/target/(test-)?classes/?");

  /** The client of the conversation, which needs nothing but the JDK. */
  private static final Pattern CLIENT = Pattern.compile("test-fixtures-[^/]*\\.jar");

  @Test
  void wholeConversation_needsNothingElse() throws Exception {
    try (URLClassLoader shipped = shipped()) {
      Class<?> conversation =
          Class.forName("io.postern.gateway.reception.WholeConversation", true, shipped);
      Method hold = conversation.getDeclaredMethod("hold");
      hold.setAccessible(true);
      hold.invoke(null);
      assertEquals(shipped, conversation.getClassLoader());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javax.mail.internet.AddressException",
        "io.netty.buffer.ByteBuf",
        "reactor.core.publisher.Flux",
        "org.apache.james.metrics.api.MetricFactory",
        "org.apache.james.protocols.netty.NettyServer",
        "org.apache.commons.configuration2.Configuration",
        "io.jsonwebtoken.Jwts"
      })
  void whatIsExcluded_isNotThere(String name) throws IOException {
    try (URLClassLoader shipped = shipped()) {
      assertThrows(ClassNotFoundException.class, () -> Class.forName(name, false, shipped));
    }
  }

  /** Its parent is the platform, so that nothing of the test's own class path shines through. */
  private static URLClassLoader shipped() {
    List<URL> urls =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry ->
                    OURS.matcher(entry).matches()
                        || isNeeded(Path.of(entry).getFileName().toString()))
            .map(ReducedClassPathTest::url)
            .toList();
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static boolean isNeeded(String jar) {
    return SHIPPED.matcher(jar).matches() || CLIENT.matcher(jar).matches();
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }
}
