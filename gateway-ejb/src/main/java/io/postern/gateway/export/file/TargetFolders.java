package io.postern.gateway.export.file;

import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.settings.ExportEntry.LineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which folders files may be written to: any but the gateway's own, in which they could take the
 * place of mail, journal or keys. Links are followed before that is decided.
 *
 * @param data the data folder
 */
record TargetFolders(Path data) {

  /**
   * The folder of a target. It needs not be there yet.
   *
   * @param given empty for the target's own one in the data folder
   * @throws TargetUnavailable when it may not be that
   */
  Path folder(String target, Optional<Path> given) throws TargetUnavailable {
    Path folder =
        given.orElse(data.resolve(LineFiles.FOLDER).resolve(target)).toAbsolutePath().normalize();
    try {
      Path real = real(folder);
      Path own = real(data.toAbsolutePath().normalize());
      if (real.startsWith(own) && !real.startsWith(own.resolve(LineFiles.FOLDER))) {
        throw new TargetUnavailable(
            "folder %s is the gateway's own; of the data folder only %s may be written to"
                .formatted(folder, data.resolve(LineFiles.FOLDER)),
            null);
      }
      return folder;
    } catch (IOException e) {
      throw new TargetUnavailable("cannot look at folder %s (%s)".formatted(folder, e), e);
    }
  }

  /** With links followed as far as the path is there. */
  private static Path real(Path path) throws IOException {
    Path there = nearest(path);
    return there.toRealPath().resolve(there.relativize(path)).normalize();
  }

  /** The folder itself, or the nearest one above it that is there. */
  static Path nearest(Path path) {
    Path there = path;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }
}
