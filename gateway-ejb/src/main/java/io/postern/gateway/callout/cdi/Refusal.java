package io.postern.gateway.callout.cdi;

import io.postern.text.Shown;
import org.jspecify.annotations.Nullable;

/** What the server or an extension said, on one line: both quote text that is not ours. */
final class Refusal {

  private static final int MOST = 500;

  private Refusal() {}

  static String of(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "no reason given";
    }
    String message = thrown.getMessage();
    return Shown.of(
        message == null || message.isBlank() ? thrown.getClass().getName() : message.strip(), MOST);
  }
}
