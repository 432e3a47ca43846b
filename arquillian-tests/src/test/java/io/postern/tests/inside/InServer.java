package io.postern.tests.inside;

import java.io.File;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Archives for tests that run in the server. */
final class InServer {

  private static final Path LIB = Path.of(System.getProperty("postern.home", ""), "lib");

  private InServer() {}

  /** A WAR with the gateway as the product's EAR has it, Awaitility, and the test. */
  static WebArchive archive(Class<?> test) {
    JavaArchive ear =
        ShrinkWrap.createFromZipFile(JavaArchive.class, LIB.resolve("postern.ear").toFile());
    WebArchive war =
        ShrinkWrap.create(WebArchive.class, "inside.war")
            .addAsLibraries(jarOf(Awaitility.class), jarOf(Matcher.class))
            .addClass(test);
    ear.getContent(Filters.include("/gateway-ejb\\.jar|/lib/.*\\.jar"))
        .forEach((path, node) -> war.addAsLibrary(node.getAsset(), fileName(path)));
    return war;
  }

  private static String fileName(ArchivePath path) {
    return path.get().substring(path.get().lastIndexOf('/') + 1);
  }

  private static File jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
