package io.postern.gateway.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An administrator's consent to go on without what is lost: the file {@value #FILE} in the data
 * folder, which holds the name of the one who gave it. The next opening that gets so far takes it
 * away, whether it was needed or not, so that it never covers a later loss.
 */
final class LossAcceptance {

  /** Its name in the data folder; the command writes it too. */
  static final String FILE = "accept-loss";

  private static final int LONGEST = 200;

  private LossAcceptance() {}

  static boolean isGiven(Path data) {
    return Files.exists(data.resolve(FILE));
  }

  static void give(Path data, String actor) throws IOException {
    Files.writeString(data.resolve(FILE), actor + "\n", UTF_8);
  }

  /** Who gave it; it counts no more. Empty when nobody did. */
  static Optional<String> take(Path data) throws IOException {
    Optional<String> actor = actor(data);
    Files.deleteIfExists(data.resolve(FILE));
    return actor;
  }

  /** Who gave it; empty when nobody did. */
  static Optional<String> actor(Path data) throws IOException {
    try {
      String actor = new String(Files.readAllBytes(data.resolve(FILE)), UTF_8).strip();
      return Optional.of(actor.substring(0, Math.min(actor.length(), LONGEST)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
