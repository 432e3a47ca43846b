package io.postern.gateway.spool.log;

import io.postern.gateway.spool.files.SpoolFile;
import io.postern.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Sorts the files of the segments' folder, at the start. */
final class SegmentFolder {

  private static final Logger LOG = System.getLogger(SegmentFolder.class.getPackageName());

  private final SpoolFiles files;
  private final LogFolder folder;
  private final SegmentFiles segments;

  SegmentFolder(SpoolFiles files, LogFolder folder, SegmentFiles segments) {
    this.files = files;
    this.folder = folder;
    this.segments = segments;
  }

  /**
   * Changes nothing.
   *
   * @throws UnknownFormat when a segment has a format that this version does not know
   */
  static void requireKnownFormat(SpoolFiles files, LogFolder folder) throws IOException {
    for (Map.Entry<String, Long> found : files.list(folder.segments()).entrySet()) {
      if (LogFolder.sequence(found.getKey()) > 0) {
        Path path = folder.segments().resolve(found.getKey());
        try (SpoolFile file = files.openToRead(path)) {
          int format = SegmentHeader.format(file, found.getValue());
          if (format > SegmentHeader.FORMAT) {
            throw new UnknownFormat(
                ("spool: %s has format %d, this version reads formats up to %d; not started, nothing"
                        + " was changed: start the newer version that wrote it")
                    .formatted(path, format, SegmentHeader.FORMAT));
          }
        }
      }
    }
  }

  void read() throws IOException {
    for (String name : files.listOthers(folder.segments())) {
      int sequence = LogFolder.sequence(name);
      if (sequence > 0) {
        LOG.log(
            Level.WARNING,
            "spool: {0} is no file; it is left alone, and no segment gets its number",
            folder.segments().resolve(name));
        segments.passOver(sequence);
      }
    }
    for (Map.Entry<String, Long> file : files.list(folder.segments()).entrySet()) {
      Path path = folder.segments().resolve(file.getKey());
      int sequence = LogFolder.sequence(file.getKey());
      if (sequence > 0) {
        segment(sequence, path, file.getValue());
      } else if (LogFolder.isSpare(file.getKey())) {
        spare(path, file.getValue());
      }
    }
  }

  private void segment(int sequence, Path path, long size) throws IOException {
    Optional<SegmentHeader> header;
    try (SpoolFile file = files.openToRead(path)) {
      header = SegmentHeader.read(file, size);
    }
    if (header.isPresent() && header.get().sequence() != sequence) {
      // It was being made the next segment; the renaming did not reach the disk.
      segments.passOver(header.get().sequence());
      files.delete(path);
      return;
    }
    int known = (int) Math.min(size, Integer.MAX_VALUE);
    segments.add(
        header
            .map(read -> SegmentFile.found(files, path, read, size))
            .orElseGet(() -> SegmentFile.unreadable(files, path, sequence, known)));
  }

  private void spare(Path path, long size) throws IOException {
    if (size == segments.size()) {
      segments.addSpare(path);
    } else {
      files.delete(path);
    }
  }
}
