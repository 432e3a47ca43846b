package io.postern.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of all that outlives the process. It holds mail, so only its owner may look in.
 *
 * @param root absolute
 */
record DataFolder(Path root) {

  /** Files that a start writes. */
  private static final List<String> MADE_AT_START =
      List.of(
          "running",
          "running.new",
          "cli-token",
          "cli-token.new",
          "first-sign-in",
          "first-sign-in.new",
          "log/server.log");

  /** The server's own folder: made again at every start, nothing in it is worth keeping. */
  Path server() {
    return root.resolve("payara");
  }

  Path broker() {
    return root.resolve("broker");
  }

  Path database() {
    return root.resolve("db");
  }

  /** Whether a gateway has lived here before. */
  boolean hasDatabase() {
    return Files.exists(database().resolve("postern.mv.db"));
  }

  /** What could not be used and was replaced. */
  Path damaged() {
    return root.resolve("damaged");
  }

  Path log() {
    return root.resolve("log");
  }

  Path tls() {
    return root.resolve("tls");
  }

  /** Archives as the server deploys them; the control database has them too. */
  Path extensions() {
    return root.resolve("extensions");
  }

  /** Jars the administrator adds to the server's class path: drivers of its databases. */
  Path libraries() {
    return root.resolve("lib");
  }

  /**
   * Makes the folder when it is missing and takes it for this process.
   *
   * @throws NotStarted when it cannot be used or another gateway has it
   */
  DataLock take() {
    try {
      if (Files.notExists(root)) {
        Files.createDirectories(root);
        if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
      }
      return DataLock.take(root);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Makes the folders that are missing and empties the server's. Payara keeps deployments and
   * resources of its last run; each start here declares all of them, and the second declaration
   * would fail as already registered. What stands in the way of a folder or file that can be made
   * again is set aside; the database's folder cannot.
   *
   * @throws NotStarted when the folder cannot be used
   */
  void prepare(StartNotices notices) {
    try {
      delete(server());
      for (Path folder : List.of(broker(), log(), tls(), libraries(), extensions())) {
        if (isThere(folder) && !Files.isDirectory(folder)) {
          notices.setAside(
              folder,
              "data." + folder.getFileName(),
              "data folder: " + folder + " was no folder; an empty one was made");
        }
      }
      for (String name : MADE_AT_START) {
        Path file = root.resolve(name);
        if (isThere(file) && !Files.isRegularFile(file)) {
          notices.setAside(
              file,
              "data." + file.getFileName(),
              "data folder: " + file + " was no file; a new one is made when it is needed");
        }
      }
      for (Path folder :
          List.of(server(), broker(), database(), log(), tls(), libraries(), extensions())) {
        Files.createDirectories(folder);
      }
      copyLibraries();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Also a link that leads nowhere, which no folder or file can be made through. */
  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  NotStarted unusable(IOException e) {
    return NotStarted.failed(
        "cannot use the data folder " + root + " (" + described(e) + "); not started", e);
  }

  private void copyLibraries() throws IOException {
    Path target = Files.createDirectories(server().resolve("lib"));
    try (Stream<Path> jars = Files.list(libraries())) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, target.resolve(jar.getFileName()));
      }
    }
  }

  /** Deletes a folder with all that is in it, or a file in its place. */
  static void delete(Path folder) throws IOException {
    if (!isThere(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** File system exceptions often say only the path; their type says what happened. */
  private static String described(IOException e) {
    return e.getClass() == IOException.class
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName().replaceFirst("Exception$", "") + ": " + e.getMessage();
  }
}
