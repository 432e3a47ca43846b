package io.postern.tests.faulty;

import io.postern.mail.Message;
import io.postern.mail.MimePart;
import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.MessageReceived;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Looks into every message at both stages that have one, and stamps it. */
@ApplicationScoped
public class ParsesAll {

  void received(@Observes MessageReceived event) {
    event.message().header().add("X-Parts", String.valueOf(parts(event.message())));
  }

  void beforeSpool(@Observes MessageBeforeSpool event) {
    event.message().header().add("X-Parts-Again", String.valueOf(parts(event.message())));
  }

  private static int parts(Message message) {
    try {
      return count(message.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int count(MimePart part) {
    return 1 + part.parts().stream().mapToInt(ParsesAll::count).sum();
  }
}
