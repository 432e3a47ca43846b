package io.postern.gateway.audit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the folder holds at start, after a torn end was cut off: where the journal goes on.
 *
 * @param files oldest first
 * @param lastSequence 0 when there is no line
 * @param lastPosition of the spool, as far as lines are on disk
 * @param open the last file, to be continued
 */
record Recovery(
    List<JournalFile> files, long lastSequence, long lastPosition, Optional<Disk.Appender> open) {

  private static final Logger LOG = System.getLogger(Recovery.class.getPackageName());

  static Recovery of(Path folder, Disk disk) throws IOException {
    List<JournalFile> files = list(folder);
    while (!files.isEmpty()) {
      JournalFile last = files.removeLast();
      FileScan scan = scan(last);
      if (scan.goodLength() == 0) {
        LOG.log(
            Level.INFO, "journal: {0} holds no whole line; removing it", last.path().getFileName());
        disk.delete(last.path());
        continue;
      }
      Disk.Appender open = disk.open(last.path());
      if (scan.goodLength() < last.length()) {
        LOG.log(
            Level.INFO,
            "journal: cutting {0} octets of unfinished lines off {1}; the spool tells them again",
            last.length() - scan.goodLength(),
            last.path().getFileName());
        open.cut(scan.goodLength());
      }
      open.sync(); // what a killed process wrote is safe only now
      disk.syncFolder(folder);
      files.add(new JournalFile(last.path(), last.first(), scan.goodLength()));
      return new Recovery(files, scan.lastSequence(), scan.lastPosition(), Optional.of(open));
    }
    return new Recovery(files, 0, 0, Optional.empty());
  }

  /**
   * A subscriber that is ahead of the journal would miss what comes: files were removed by hand or
   * an old copy put in their place. The journal then goes on after it, in a fresh file.
   */
  Recovery after(Positions positions) throws IOException {
    long furthest = positions.all().values().stream().mapToLong(Long::longValue).max().orElse(0);
    if (furthest <= lastSequence) {
      return this;
    }
    LOG.log(
        Level.WARNING,
        "journal: ends with line {0} though line {1} was read once; going on after that",
        lastSequence,
        furthest);
    if (open.isPresent()) {
      open.get().close();
    }
    return new Recovery(files, furthest, lastPosition, Optional.empty());
  }

  private static List<JournalFile> list(Path folder) throws IOException {
    List<JournalFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (JournalFile.first(path) > 0) {
          files.add(new JournalFile(path, JournalFile.first(path), Files.size(path)));
        }
      }
    }
    files.sort(Comparator.comparingLong(JournalFile::first));
    return files;
  }

  private static FileScan scan(JournalFile file) throws IOException {
    FileScan scan = new FileScan(file.first());
    byte[] chunk = new byte[1 << 18];
    try (InputStream in = Files.newInputStream(file.path())) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        scan.feed(chunk, n);
      }
    }
    if (scan.damagedLines() > 0) {
      LOG.log(
          Level.ERROR,
          "journal: {0} holds {1} damaged lines that were whole once; keeping the rest of it",
          file.path().getFileName(),
          scan.damagedLines());
    }
    return scan;
  }
}
