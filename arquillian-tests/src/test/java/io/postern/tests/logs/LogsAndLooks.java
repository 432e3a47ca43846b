package io.postern.tests.logs;

import io.postern.logging.RecipientDeliveredLogged;
import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.RecipientGiven;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Logs at each of its callouts, and tries to get at the other applications in the server. */
@ApplicationScoped
public class LogsAndLooks {

  @Inject System.Logger log;

  void recipient(@Observes RecipientGiven event) {
    log.log(Level.INFO, "asked for {0}\r\nforged", event.recipient().mailbox());
  }

  void beforeSpool(@Observes MessageBeforeSpool event) {
    log.log(Level.WARNING, "found " + String.join(", ", found()));
  }

  void delivered(@Observes RecipientDeliveredLogged event) {
    log.log(Level.INFO, "delivered");
  }

  /** What each attempt comes to. */
  private static List<String> found() {
    List<String> attempts = new ArrayList<>();
    attempts.add(outcome(() -> Class.forName("io.postern.spi.DeployedArchives")));
    attempts.add(
        outcome(
            () ->
                Class.forName("io.postern.runtime.DeployedArchives")
                    .getMethod("take")
                    .invoke(null)));
    attempts.add(outcome(LogsAndLooks::throughFields));
    return attempts;
  }

  private static String outcome(Callable<Object> attempt) {
    try {
      return String.valueOf(attempt.call());
    } catch (InvocationTargetException e) {
      return e.getTargetException().getClass().getSimpleName();
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  private static Object throughFields() throws ReflectiveOperationException {
    for (Field field : Class.forName("io.postern.runtime.DeployedArchives").getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        Object value = field.get(null);
        if (!(value instanceof MethodHandle handle)) {
          return value;
        }
        for (Field bound : handle.getClass().getDeclaredFields()) {
          bound.setAccessible(true);
          return bound.get(handle);
        }
      }
    }
    return "nothing";
  }
}
