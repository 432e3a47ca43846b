package io.postern.packagefixture.back;

import jakarta.jms.Message;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Does what only some rooms may. */
public record Archive(Path file) {

  /** Imports what another room has for itself. */
  public boolean isAbout(Message message) {
    return message.toString().isEmpty();
  }

  /** Writes a file. */
  public void empty() throws IOException {
    try (OutputStream out = new FileOutputStream(file.toFile())) {
      out.write(new byte[0]);
    }
    Files.deleteIfExists(file);
  }
}
