package io.postern.gateway.operation;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file in which the launcher keeps the first user's password until it is changed. */
record FirstSignInFile(Optional<Path> place) {

  private static final Logger LOG = System.getLogger(FirstSignInFile.class.getName());

  /** That of the data folder; there is none on a server that was not started by the launcher. */
  static FirstSignInFile ofThisProcess() {
    return new FirstSignInFile(
        Optional.ofNullable(System.getProperty("postern.data"))
            .map(data -> Path.of(data, "first-sign-in")));
  }

  /** Removes it; the password in it is void already, so a failure is only logged. */
  void remove() {
    place.ifPresent(
        file -> {
          try {
            Files.deleteIfExists(file);
          } catch (IOException e) {
            LOG.log(
                Level.WARNING,
                "access: cannot remove {0} ({1}); the password in it is void",
                file,
                e.toString());
          }
        });
  }
}
