package io.postern.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The first user's password in a file of the data folder, for who looks after the machine and was
 * not there when the console printed it. The gateway removes the file when that password is
 * changed.
 *
 * <p>An empty file {@code reset-first-user} requests a new password, fulfilled by the next start.
 * Who can write into the data folder could read every mail, so needs no other right.
 */
final class FirstSignIn {

  /** The one user that a gateway has at first. */
  static final String USER = "admin";

  private final Path file;
  private final Path request;

  FirstSignIn(DataFolder data) {
    this.file = data.root().resolve("first-sign-in");
    this.request = data.root().resolve("reset-first-user");
  }

  /** Whether a new password is requested. */
  boolean resetWanted() {
    return Files.exists(request);
  }

  /**
   * Keeps the password, readable for the owner of the data folder alone, and forgets the request.
   *
   * @throws NotStarted when it cannot be kept: it stands nowhere else
   */
  void keep(String password) {
    Path fresh = file.resolveSibling("first-sign-in.new");
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(fresh);
      if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(fresh, "user=" + USER + "\npassword=" + password + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(request);
    } catch (IOException e) {
      throw NotStarted.failed("cannot keep the first password in " + file, e);
    }
  }
}
