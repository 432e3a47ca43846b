package io.postern.gateway.audit;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What stands where a file or a folder of the journal should be: another kind of thing, or a link
 * that leads nowhere.
 */
final class Misplaced {

  private static final Logger LOG = System.getLogger(Misplaced.class.getPackageName());

  private Misplaced() {}

  /**
   * Renames what is in the place of a file that can be made again: none could be put there.
   *
   * @return whether there was something
   */
  static boolean setAsideUnlessFile(Path file) throws IOException {
    return setAside(file, Files.isRegularFile(file));
  }

  /** As {@link #setAsideUnlessFile}, of a folder. */
  static boolean setAsideUnlessFolder(Path folder) throws IOException {
    return setAside(folder, Files.isDirectory(folder));
  }

  private static boolean setAside(Path path, boolean isRight) throws IOException {
    if (isRight || !isThere(path)) {
      return false;
    }
    Path kept = path.resolveSibling("~" + path.getFileName() + "-" + System.currentTimeMillis());
    Files.move(path, kept);
    LOG.log(
        Level.WARNING,
        "journal: what was in the place of {0} is kept as {1}; it is made again",
        path,
        kept);
    return true;
  }

  /** Of a file of lines. What is not mounted must not be taken for what is lost. */
  static void requireFile(Path file) {
    require(file, Files.isRegularFile(file), "no regular file");
  }

  /** As {@link #requireFile}, of the folder of all lines; there may be none yet. */
  static void requireFolderOrNothing(Path folder) {
    require(folder, Files.isDirectory(folder) || !isThere(folder), "no folder");
  }

  private static void require(Path path, boolean isRight, String what) {
    if (!isRight) {
      boolean leadsNowhere = Files.isSymbolicLink(path) && !Files.exists(path);
      throw new JournalUnavailable(
          "journal: "
              + path
              + (leadsNowhere ? " is a symbolic link that leads nowhere" : " is " + what)
              + "; not started, nothing was changed: "
              + (leadsNowhere ? "mount what it leads to" : "put back what was there")
              + ", or remove it and have its lines reported as missing");
    }
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
