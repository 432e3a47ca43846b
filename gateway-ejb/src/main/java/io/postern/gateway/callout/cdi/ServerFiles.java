package io.postern.gateway.callout.cdi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of archives on their way to the server; what is in it can always be made again. */
final class ServerFiles {

  private static final Logger LOG = System.getLogger(ServerFiles.class.getPackageName());

  private static final Pattern PLACED =
      Pattern.compile("[a-z](-?[a-z0-9]){0,40}--r[0-9]{1,9}\\.war");

  private final Supplier<Path> data;
  private final ArchiveLimits limits;

  /**
   * @param data the gateway's data folder
   */
  ServerFiles(Supplier<Path> data, ArchiveLimits limits) {
    this.data = data;
    this.limits = limits;
  }

  /**
   * Takes in an archive that nothing is known of yet.
   *
   * @throws ArchiveRefused when it is larger than allowed
   */
  ReceivedArchive receive(InputStream in) {
    try {
      return ReceivedArchive.receive(in, folder(), limits.archive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, of octets that were taken in before. */
  ReceivedArchive receive(byte[] octets) {
    return receive(new ByteArrayInputStream(octets));
  }

  /** A copy of the archive as it lies ready for the server; empty when there is no such file. */
  Optional<ReceivedArchive> placed(String application) {
    if (!Files.isRegularFile(of(application))) {
      return Optional.empty(); // Also where a folder is in its place.
    }
    try (InputStream in = Files.newInputStream(of(application))) {
      return Optional.of(receive(in));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The applications whose archives lie ready for the server. */
  List<String> placed() {
    try (Stream<Path> found = Files.list(folder())) {
      return found
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> PLACED.matcher(name).matches())
          .map(name -> name.substring(0, name.length() - ".war".length()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws ArchiveRefused with every reason found
   */
  InspectedArchive inspect(String name, ReceivedArchive received) {
    try {
      return new ArchiveInspection(name, folder(), limits).inspect(received.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lays the archive where the server takes it from, as a WAR. */
  Path place(ExtensionArchive archive, ReceivedArchive received, InspectedArchive inspected) {
    Path file = of(archive.application());
    try {
      if (inspected.war()) {
        Files.copy(received.file(), file, StandardCopyOption.REPLACE_EXISTING);
      } else {
        WrappedJar.write(received.file(), archive.name(), file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Failures are logged: a file too much harms nobody. */
  void delete(String application) {
    Path file = of(application);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING, "extensions: cannot delete {0} ({1}); leaving it", file, Refusal.of(e));
    }
  }

  private Path of(String application) {
    return folder().resolve(application + ".war");
  }

  private Path folder() {
    try {
      return Files.createDirectories(data.get().resolve("extensions"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
