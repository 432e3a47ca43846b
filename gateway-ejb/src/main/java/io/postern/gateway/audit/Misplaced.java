package io.postern.gateway.audit;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What stands where a file that can be made again should be. */
final class Misplaced {

  private static final Logger LOG = System.getLogger(Misplaced.class.getPackageName());

  private Misplaced() {}

  /**
   * Renames a folder, or a link that leads nowhere: a file could not be put in its place.
   *
   * @return whether there was one
   */
  static boolean setAside(Path file) throws IOException {
    if (Files.isRegularFile(file) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Path kept = file.resolveSibling("~" + file.getFileName() + "-" + System.currentTimeMillis());
    Files.move(file, kept);
    LOG.log(Level.WARNING, "journal: {0} was no regular file; it is kept as {1}", file, kept);
    return true;
  }
}
