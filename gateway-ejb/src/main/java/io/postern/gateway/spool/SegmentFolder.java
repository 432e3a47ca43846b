package io.postern.gateway.spool;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sorts the files of the segments' folder, at the start. */
final class SegmentFolder {

  private static final Logger LOG = System.getLogger(SegmentFolder.class.getPackageName());

  /**
   * @param sizes octets of each segment's file, by sequence
   * @param unreadable sequences of segments both of whose headers are damaged
   */
  record Contents(Map<Integer, Long> sizes, Set<Integer> unreadable) {}

  private final SpoolFiles files;
  private final SpoolFolder folder;
  private final Segments segments;
  private final Contents contents = new Contents(new HashMap<>(), new HashSet<>());

  SegmentFolder(SpoolFiles files, SpoolFolder folder, Segments segments) {
    this.files = files;
    this.folder = folder;
    this.segments = segments;
  }

  /**
   * Changes nothing.
   *
   * @throws SpoolUnavailable when a segment has a format that this version does not know
   */
  static void requireKnownFormat(SpoolFiles files, SpoolFolder folder) throws IOException {
    for (Map.Entry<String, Long> found : files.list(folder.segments()).entrySet()) {
      if (SpoolFolder.sequence(found.getKey()) > 0) {
        Path path = folder.segments().resolve(found.getKey());
        try (SpoolFile file = files.openToRead(path)) {
          int format = SegmentHeader.format(file, found.getValue());
          if (format > SegmentHeader.FORMAT) {
            throw new SpoolUnavailable(
                ("spool: %s has format %d, this version reads formats up to %d; not started, nothing"
                        + " was changed: start the newer version that wrote it")
                    .formatted(path, format, SegmentHeader.FORMAT),
                false);
          }
        }
      }
    }
  }

  Contents read() throws IOException {
    for (String name : files.listOthers(folder.segments())) {
      int sequence = SpoolFolder.sequence(name);
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
      int sequence = SpoolFolder.sequence(file.getKey());
      if (sequence > 0) {
        segment(sequence, path, file.getValue());
      } else if (SpoolFolder.isSpare(file.getKey())) {
        spare(path, file.getValue());
      }
    }
    return contents;
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
    contents.sizes().put(sequence, size);
    if (header.isEmpty()) {
      contents.unreadable().add(sequence);
    }
    int known = (int) Math.min(size, Integer.MAX_VALUE);
    segments.add(
        new Segment(header.orElseGet(() -> SegmentHeader.unreadable(sequence, known)), path));
  }

  private void spare(Path path, long size) throws IOException {
    if (size == segments.size()) {
      segments.addSpare(path);
    } else {
      files.delete(path);
    }
  }
}
