package io.postern.extensions.disclaimer;

import io.postern.manipulation.MessageBeforeSpool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Appends the disclaimer to messages of clients that may relay, which is the organisation's own
 * mail: a change to mail from outside would break its DKIM signature.
 */
@ApplicationScoped
public class DisclaimerCallout {

  private final Disclaimer disclaimer =
      new Disclaimer(read("/disclaimer.txt").replaceAll("\\R", "\r\n"), read("/disclaimer.html"));

  void messageBeforeSpool(@Observes MessageBeforeSpool event) throws IOException {
    if (event.session().mayRelay()) {
      disclaimer.appendTo(event.message().root());
    }
  }

  private static String read(String resource) {
    try (InputStream in = DisclaimerCallout.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, "the archive lacks " + resource).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
