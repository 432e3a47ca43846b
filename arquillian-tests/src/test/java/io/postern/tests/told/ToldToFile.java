package io.postern.tests.told;

import io.postern.logging.LoggedEvent;
import io.postern.logging.MessageAcceptedLogged;
import io.postern.logging.RecipientDeferredLogged;
import io.postern.logging.RecipientDeliveredLogged;
import io.postern.logging.RecipientFailedLogged;
import io.postern.logging.RecipientLogged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One line for each event, in the file {@code told.txt} of the data folder. */
@ApplicationScoped
public class ToldToFile {

  void accepted(@Observes MessageAcceptedLogged event) {
    write("accepted " + event.recipients(), event);
  }

  void delivered(@Observes RecipientDeliveredLogged event) {
    write("delivered " + about(event), event);
  }

  void deferred(@Observes RecipientDeferredLogged event) {
    write("deferred " + about(event), event);
  }

  void failed(@Observes RecipientFailedLogged event) {
    write("failed " + about(event) + " expired=" + event.expired(), event);
  }

  private static String about(RecipientLogged event) {
    return event.recipient() + " attempt=" + event.attempt() + " reply=" + event.remoteReply();
  }

  private static void write(String line, LoggedEvent event) {
    try {
      Files.writeString(
          Path.of(System.getProperty("postern.data"), "told.txt"),
          line
              + " id="
              + event.spoolId()
              + " message-id="
              + event.header("Message-ID").orElse("-")
              + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
