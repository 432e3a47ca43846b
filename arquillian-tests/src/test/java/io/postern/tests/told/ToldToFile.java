package io.postern.tests.told;

import io.postern.logging.LoggedEvent;
import io.postern.logging.MessageAcceptedLogged;
import io.postern.logging.RecipientDeferred;
import io.postern.logging.RecipientDelivered;
import io.postern.logging.RecipientFailed;
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

  void delivered(@Observes RecipientDelivered event) {
    write("delivered " + about(event), event);
  }

  void deferred(@Observes RecipientDeferred event) {
    write("deferred " + about(event), event);
  }

  void failed(@Observes RecipientFailed event) {
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
