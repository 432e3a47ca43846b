package io.postern.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The logger that CDI gives an application. */
class ExtensionLoggerTest {

  private final List<String> lines = new ArrayList<>();
  private final DeployedArchives taken = DeployedArchives.take();

  ExtensionLoggerTest() {
    taken.logTo(
        (application, target, level, text, thrown) ->
            lines.add(
                String.join(" ", application, target.getName(), level.name(), text, "" + thrown)));
  }

  @AfterEach
  void giveBack() {
    taken.close();
  }

  private static WeldContainer application(Class<?>... beans) {
    return new Weld("logger-" + System.nanoTime())
        .disableDiscovery()
        .extensions(new CalloutDiscovery())
        .addBeanClasses(beans)
        .initialize();
  }

  @ApplicationScoped
  static class Talks {
    @Inject System.Logger log;

    System.Logger log() {
      return log;
    }
  }

  @Test
  void itIsNamedAfterTheClassAndKnowsTheApplication() {
    try (WeldContainer container = application(Talks.class)) {
      System.Logger log = container.select(Talks.class).get().log();
      log.log(Level.INFO, "score {0} of {1}", 4.5, 10);
      log.log(Level.WARNING, "it''s {not a pattern");
      log.log(Level.WARNING, "{", "x");
      log.log(Level.INFO, () -> "computed");
      log.log(Level.ERROR, "thrown", new IllegalStateException("x"));
      log.log(Level.DEBUG, "not loggable");
      String name = Talks.class.getName();
      assertEquals(
          List.of(
              "unnamed " + name + " INFO score 4.5 of 10 null",
              "unnamed " + name + " WARNING it''s {not a pattern null",
              "unnamed " + name + " WARNING { null",
              "unnamed " + name + " INFO computed null",
              "unnamed " + name + " ERROR thrown java.lang.IllegalStateException: x"),
          lines);
      assertFalse(log.isLoggable(Level.DEBUG));
      assertEquals(name, log.getName());
    }
  }

  @ApplicationScoped
  static class Produced {
    static final System.Logger OWN = System.getLogger("own");

    @Produces
    System.Logger logger() {
      return OWN;
    }
  }

  @Test
  void anApplicationWithALoggerOfItsOwnKeepsIt() {
    try (WeldContainer container = application(Talks.class, Produced.class)) {
      assertSame(Produced.OWN, container.select(Talks.class).get().log());
    }
  }

  @ApplicationScoped
  static class Silent {}

  @Test
  void anApplicationThatInjectsNoneGetsNoBean() {
    try (WeldContainer container = application(Silent.class)) {
      assertTrue(container.select(System.Logger.class).isUnsatisfied());
    }
  }
}
