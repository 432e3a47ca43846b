package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
 * What the folder holds at start, after a torn end was cut off: where the journal goes on, and what
 * of it is missing.
 *
 * @param files oldest first
 * @param lastWhole number of the last line there is, 0 when there is none
 * @param lastSequence the journal goes on after it
 * @param lastPosition of the spool, as far as lines are on disk
 * @param chain the chain's value at the last line there is
 * @param open the last file, to be continued
 * @param index what the journal knows to be unfinished
 * @param missing lines that are gone
 * @param damaged lines that are there and cannot be read
 */
record JournalRecovery(
    List<JournalFile> files,
    long lastWhole,
    long lastSequence,
    long lastPosition,
    String chain,
    Optional<JournalDisk.Appender> open,
    UnfinishedIndex index,
    List<MissingLines> missing,
    long damaged) {

  private static final Logger LOG = System.getLogger(JournalRecovery.class.getPackageName());

  private record End(List<JournalFile> files, Optional<FileScan> scan) {}

  /**
   * Changes nothing.
   *
   * @throws JournalUnavailable when something else stands in the place of a file of lines
   */
  static void requireFiles(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      paths.filter(path -> JournalFile.first(path) > 0).forEach(Misplaced::requireFile);
    }
  }

  /**
   * @param known what was written down of the journal elsewhere
   */
  static JournalRecovery of(Path folder, JournalDisk disk, JournalKnown known) throws IOException {
    End end = cutTornEnd(list(folder), disk, known.line());
    List<JournalFile> files = end.files();
    long last = end.scan().map(FileScan::lastSequence).orElse(0L);
    List<MissingLines> missing = gaps(files);
    if (last < known.line()) {
      missing.add(new MissingLines(last + 1, known.line()));
    }
    missing.forEach(
        lines -> LOG.log(Level.ERROR, "journal: {0} are missing in {1}", lines, folder));
    Indexed indexed = Indexed.of(folder, files, last);
    if (!missing.isEmpty()) {
      indexed.index().doubt();
    }
    return new JournalRecovery(
        files,
        last,
        Math.max(last, known.line()),
        end.scan().map(FileScan::lastPosition).orElse(0L),
        end.scan().map(FileScan::chain).orElse(LineChain.NOTHING),
        open(folder, files, disk, missing.isEmpty() && indexed.fromLastFile()),
        indexed.index(),
        missing,
        end.scan().map(FileScan::damagedLines).orElse(0L));
  }

  /**
   * A subscriber that is ahead of the journal would miss what comes: files were removed by hand or
   * an old copy put in their place. The journal then goes on after it, in a fresh file.
   */
  JournalRecovery after(Positions positions) throws IOException {
    long furthest = positions.all().values().stream().mapToLong(Long::longValue).max().orElse(0);
    if (furthest <= lastSequence) {
      return this;
    }
    LOG.log(
        Level.ERROR,
        "journal: ends with line {0} though line {1} was read once; going on after that",
        lastWhole,
        furthest);
    if (open.isPresent()) {
      open.get().close();
    }
    List<MissingLines> more = new ArrayList<>(missing);
    more.removeIf(lines -> lines.first() == lastWhole + 1);
    more.add(new MissingLines(lastWhole + 1, furthest));
    index.doubt();
    return new JournalRecovery(
        files,
        lastWhole,
        furthest,
        lastPosition,
        chain,
        Optional.empty(),
        index,
        List.copyOf(more),
        damaged);
  }

  private static End cutTornEnd(List<JournalFile> files, JournalDisk disk, long known)
      throws IOException {
    while (!files.isEmpty()) {
      JournalFile last = files.removeLast();
      FileScan scan = scan(last, known);
      if (scan.goodLength() > 0) {
        cut(last, scan, disk);
        files.add(new JournalFile(last.path(), last.first(), scan.goodLength()));
        return new End(files, Optional.of(scan));
      }
      LOG.log(
          last.first() <= known ? Level.ERROR : Level.INFO,
          "journal: {0} holds no whole line; removing it",
          last.path().getFileName());
      disk.delete(last.path());
    }
    return new End(files, Optional.empty());
  }

  private static void cut(JournalFile last, FileScan scan, JournalDisk disk) throws IOException {
    if (scan.goodLength() < last.length()) {
      LOG.log(
          Level.INFO,
          "journal: cutting {0} octets of unfinished lines off {1}; the spool sends them again",
          last.length() - scan.goodLength(),
          last.path().getFileName());
      try (JournalDisk.Appender torn = disk.open(last.path())) {
        torn.cut(scan.goodLength());
      }
    }
  }

  /** The last file, unless a fresh one is to be begun. What a killed process wrote is synced. */
  private static Optional<JournalDisk.Appender> open(
      Path folder, List<JournalFile> files, JournalDisk disk, boolean isContinued)
      throws IOException {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    JournalDisk.Appender last = disk.open(files.getLast().path());
    last.sync();
    disk.syncFolder(folder);
    if (isContinued) {
      return Optional.of(last);
    }
    last.close();
    return Optional.empty();
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

  private static FileScan scan(JournalFile file, long known) throws IOException {
    FileScan scan = new FileScan(file.first(), known);
    byte[] chunk = new byte[1 << 18];
    try (InputStream in = Files.newInputStream(file.path())) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        scan.feed(chunk, n);
      }
    }
    if (scan.damagedLines() > 0) {
      LOG.log(
          Level.ERROR,
          "journal: {0} lacks {1} lines that were whole once; keeping the rest of it",
          file.path().getFileName(),
          scan.damagedLines());
    }
    return scan;
  }

  /** Lines between one file's last and the next one's first, unless the next one knows of them. */
  private static List<MissingLines> gaps(List<JournalFile> files) throws IOException {
    List<MissingLines> gaps = new ArrayList<>();
    for (int i = 0; i + 1 < files.size(); i++) {
      long last = lastLine(files.get(i));
      JournalFile next = files.get(i + 1);
      if (last + 1 < next.first() && !knows(next, last)) {
        gaps.add(new MissingLines(last + 1, next.first() - 1));
      }
    }
    return gaps;
  }

  private static long lastLine(JournalFile file) throws IOException {
    long[] last = {file.first() - 1};
    BackwardLines.visit(
        file,
        (octets, from, to) -> {
          long sequence = FileScan.sequence(octets, from, to);
          last[0] = Math.max(last[0], sequence);
          return sequence < 0;
        });
    return last[0];
  }

  /** Whether the file was begun after a gap that was reported then. */
  private static boolean knows(JournalFile file, long last) throws IOException {
    try (InputStream in = Files.newInputStream(file.path())) {
      String head = new String(in.readNBytes(1024), ISO_8859_1);
      return JournalLine.parse(head.substring(0, Math.max(0, head.indexOf('\n'))))
          .fact(EventField.AFTER.member())
          .equals(Optional.of(Long.toString(last)));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The index brought up to date.
   *
   * @param fromLastFile whether the last file alone had to be gone through
   */
  private record Indexed(UnfinishedIndex index, boolean fromLastFile) {

    static Indexed of(Path folder, List<JournalFile> files, long last) throws IOException {
      int start = files.size();
      Optional<UnfinishedIndex> written = Optional.empty();
      while (start > 0 && written.isEmpty()) {
        start--;
        written = UnfinishedIndex.read(UnfinishedIndex.path(folder, files.get(start).first()));
      }
      boolean fromLast = start >= files.size() - 1;
      if (!fromLast) {
        LOG.log(
            Level.INFO,
            "journal: going through {0} files for what is unfinished",
            files.size() - start);
      }
      UnfinishedIndex index = written.orElseGet(UnfinishedIndex::new);
      long first = start < files.size() ? files.get(start).first() : 1;
      IndexReplay replay = new IndexReplay(index, first);
      for (int i = start; i < files.size(); i++) {
        long end = i + 1 < files.size() ? files.get(i + 1).first() : last + 1;
        replay.read(files.get(i), end);
      }
      if (replay.damaged() > 0 || (written.isEmpty() && first > 1)) {
        index.doubt();
      }
      return new Indexed(index, fromLast);
    }
  }
}
