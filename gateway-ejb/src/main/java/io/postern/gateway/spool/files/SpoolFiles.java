package io.postern.gateway.spool.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Every file operation of the spool goes through here, so that tests can fail each of them in turn
 * and drop or tear what was not synced. Thread-safe.
 */
public interface SpoolFiles {

  /** Creates a file to be written and read; fails when it is there. */
  SpoolFile create(Path path) throws IOException;

  /** Opens an existing file to be written and read. */
  SpoolFile open(Path path) throws IOException;

  SpoolFile openToRead(Path path) throws IOException;

  /** Renames within the spool, at once or not at all; replaces what is there. */
  void rename(Path from, Path to) throws IOException;

  /** Gives a file a second name. */
  void link(Path existing, Path name) throws IOException;

  /** Deletes a file; no matter when it is not there. */
  void delete(Path path) throws IOException;

  /** Makes the names in a folder survive a power cut. */
  void syncFolder(Path folder) throws IOException;

  void createFolders(Path folder) throws IOException;

  /** Names of the files in a folder with their sizes in octets. */
  Map<String, Long> list(Path folder) throws IOException;

  /** Names in a folder of what is no file, such as a folder, or a link that leads nowhere. */
  Set<String> listOthers(Path folder) throws IOException;

  /** Octets of disk that may still be used. */
  long usable(Path folder) throws IOException;

  /** Keeps other processes off the folder until closed; fails when one is there already. */
  FolderLock lock(Path path) throws IOException;
}
