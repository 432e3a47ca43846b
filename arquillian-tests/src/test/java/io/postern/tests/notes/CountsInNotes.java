package io.postern.tests.notes;

import io.postern.logging.LoggedEvent;
import io.postern.logging.MessageAcceptedLogged;
import io.postern.logging.RecipientDeliveredLogged;
import io.postern.mail.MessageNotes;
import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.MessageReceived;
import io.postern.validation.RecipientGiven;
import io.postern.validation.SenderGiven;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Counts the senders of a session and the recipients of a transaction, keeps both counts with the
 * message, and writes what logging callouts see of them to {@code notes.txt} of the data folder.
 */
@ApplicationScoped
public class CountsInNotes {

  private static final String SENDERS = "counts.senders";
  private static final String RECIPIENTS = "counts.recipients";

  void sender(@Observes SenderGiven event) {
    count(event.session().notes(), SENDERS);
  }

  void recipient(@Observes RecipientGiven event) {
    count(event.transaction().notes(), RECIPIENTS);
  }

  void received(@Observes MessageReceived event) {
    MessageNotes notes = event.transaction().messageNotes();
    notes.put(SENDERS, String.valueOf(event.session().notes().get(SENDERS)));
    notes.put(RECIPIENTS, String.valueOf(event.transaction().notes().get(RECIPIENTS)));
  }

  void beforeSpool(@Observes MessageBeforeSpool event) {
    MessageNotes notes = event.transaction().messageNotes();
    notes.put("counts.transaction", String.valueOf(event.transaction().number()));
  }

  void accepted(@Observes MessageAcceptedLogged event) {
    write("accepted", event);
  }

  void delivered(@Observes RecipientDeliveredLogged event) {
    write("delivered " + event.recipient(), event);
  }

  private static void count(Map<String, Object> notes, String key) {
    notes.merge(key, 1, (one, other) -> (Integer) one + (Integer) other);
  }

  private static void write(String line, LoggedEvent event) {
    try {
      Files.writeString(
          Path.of(System.getProperty("postern.data"), "notes.txt"),
          line + " " + event.messageNotes() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
