package io.postern.gateway.assembly;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks at the folders of the data folder whose disk the spool does not see: whether they can be
 * written, whether room is left, and whether damaged octets wait for a person.
 */
final class FolderWatch {

  /** As the spool's reserve. */
  private static final long RESERVE = 256L << 20;

  private final Notices notices;
  private final Path data;

  FolderWatch(Notices notices, Path data) {
    this.notices = notices;
    this.data = data;
  }

  void look() {
    look("journal", "journal", "the audit journal cannot be written; mail goes on");
    look("db", "database", "users, settings and extensions cannot be changed; mail goes on");
    damaged();
  }

  private void look(String name, String subject, String consequence) {
    Path folder = data.resolve(name);
    if (!Files.isDirectory(folder)) {
      // The database may be another server's.
      return;
    }
    keep("disk." + subject, problem(folder).map(what -> what + ": " + consequence));
  }

  private Optional<String> problem(Path folder) {
    Path probe = folder.resolve("probe.tmp");
    try {
      Files.write(probe, new byte[1]);
      Files.delete(probe);
      long usable = folder.toFile().getUsableSpace();
      return usable < RESERVE && !isSpoolsDisk(folder)
          ? Optional.of("only %d MiB are left on the disk of %s".formatted(usable >> 20, folder))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot write in %s (%s)".formatted(folder, e));
    }
  }

  /** That disk has the spool's own notice. */
  private boolean isSpoolsDisk(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return store.equals(Files.getFileStore(data.resolve("spool")));
  }

  private void damaged() {
    Path folder = data.resolve("spool/damaged");
    int files = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        // Lists of lost messages have a notice of their own.
        files += file.toString().endsWith(".txt") ? 0 : 1;
      }
    } catch (IOException e) {
      // It is made when it is needed.
    }
    if (files > 0) {
      notices.raise(
          "spool.damaged-files",
          Notice.Effect.WARNING,
          "%d files with octets of mail that could not be read are in %s; look at the Damaged events of the journal, then move them away"
              .formatted(files, folder));
    } else {
      notices.clear("spool.damaged-files");
    }
  }

  private void keep(String key, Optional<String> text) {
    if (text.isPresent()) {
      notices.raise(key, Notice.Effect.DEGRADED, text.get());
    } else {
      notices.clear(key);
    }
  }
}
