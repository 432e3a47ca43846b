package io.postern.tests.stamps;

import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.MessageReceived;
import io.postern.validation.SenderGiven;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Remembers its own value at MAIL and writes it and, in the manipulation pool, its present one. */
@ApplicationScoped
public class TwoStamps {

  private static final String KEY = "two-stamps";

  private final String value = read();

  void sender(@Observes SenderGiven event) {
    event.session().notes().put(KEY, value);
  }

  void received(@Observes MessageReceived event) {
    event.message().header().add("X-Stamp-Mail", String.valueOf(event.session().notes().get(KEY)));
  }

  void beforeSpool(@Observes MessageBeforeSpool event) {
    event.message().header().add("X-Stamp-Spool", value);
  }

  private static String read() {
    try (InputStream in =
        Objects.requireNonNull(TwoStamps.class.getResourceAsStream("/stamp.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
