package io.postern.gateway.web.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The credential of the {@code postern} command on the gateway's own machine: anyone who can read
 * the data folder has all of the gateway's mail anyway. A new one at each start.
 */
final class CliToken {

  /** In the data folder. */
  static final String FILE = "cli-token";

  private final byte[] token;
  private final Optional<Path> file;

  private CliToken(byte[] token, Optional<Path> file) {
    this.token = token;
    this.file = file;
  }

  /** One that nobody has, for a gateway without a data folder of its own. */
  static CliToken none() {
    return new CliToken(random(), Optional.empty());
  }

  /**
   * @throws IOException when the file cannot be written
   */
  static CliToken write(Path data) throws IOException {
    byte[] token = random();
    Files.createDirectories(data);
    Path file = data.resolve(FILE);
    Path fresh = data.resolve(FILE + ".new");
    Files.deleteIfExists(fresh);
    // Readable by the owner alone from its first octet on.
    Files.createFile(fresh, ownerOnly(data));
    Files.write(fresh, token);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new CliToken(token, Optional.of(file));
  }

  boolean is(String presented) {
    return MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8));
  }

  /** Deletes the file, unless another start has put its own token there meanwhile. */
  void delete() throws IOException {
    if (file.isPresent()
        && Files.exists(file.get())
        && MessageDigest.isEqual(token, Files.readAllBytes(file.get()))) {
      Files.delete(file.get());
    }
  }

  private static byte[] random() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(secret)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
