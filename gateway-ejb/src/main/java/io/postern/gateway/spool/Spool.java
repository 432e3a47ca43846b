package io.postern.gateway.spool;

import io.postern.gateway.spool.files.DiskFiles;
import io.postern.gateway.spool.files.SpoolFiles;
import io.postern.gateway.spool.log.LocalLog;
import io.postern.gateway.spool.log.UnknownFormat;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The spool's entry point. Thread-safe.
 *
 * <p>When there is more than one segment, {@link #open} returns as soon as the log's end is known:
 * mail can be accepted, read and marked while the messages of earlier lives are recovered beside.
 * What says how many or which messages there are, and what is about one of an earlier life, waits
 * for that; it raises {@link SpoolUnavailable} when it fails, when the spool is closed meanwhile,
 * or when the waiting thread is interrupted.
 */
public final class Spool implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Spool.class.getPackageName());

  private final SpoolWorks works;

  private Spool(SpoolWorks works) {
    this.works = works;
  }

  /**
   * Opens the spool and recovers what a crash left, without knowing what should be there.
   *
   * @param reader gets everything committed from its safe position on
   * @throws SpoolUnavailable when the folder cannot be used
   */
  public static Spool open(SpoolOptions options, Clock clock, CommitReader reader) {
    return open(options, clock, reader, Evidence.none());
  }

  /**
   * As {@link #open(SpoolOptions, Clock, CommitReader)}, and compares what is there with what is
   * known of it; {@link #loss} says what is lost.
   */
  public static Spool open(
      SpoolOptions options, Clock clock, CommitReader reader, Evidence evidence) {
    return open(options, clock, reader, evidence, new DiskFiles());
  }

  /**
   * As {@link #open(SpoolOptions, Clock, CommitReader, Evidence)}, but the messages of earlier
   * lives are known only after a call of {@link #recover}.
   */
  public static Spool begin(
      SpoolOptions options,
      Clock clock,
      CommitReader reader,
      Evidence evidence,
      RecoveryListener listener) {
    return new Spool(SpoolWorks.open(options, clock, reader, evidence, listener, new DiskFiles()));
  }

  static Spool open(SpoolOptions options, Clock clock, CommitReader reader, SpoolFiles files) {
    return open(options, clock, reader, Evidence.none(), files);
  }

  static Spool open(
      SpoolOptions options, Clock clock, CommitReader reader, Evidence evidence, SpoolFiles files) {
    Spool spool =
        new Spool(
            SpoolWorks.open(options, clock, reader, evidence, RecoveryListener.none(), files));
    spool.recover();
    return spool;
  }

  /**
   * Whether the folder has no segment, as before the first start, or when its file system is not
   * mounted. Changes nothing.
   *
   * @throws SpoolUnavailable when the folder cannot be read
   */
  public static boolean isAbsent(Path folder) {
    try {
      return LocalLog.isAbsent(new DiskFiles(), folder);
    } catch (IOException e) {
      throw new SpoolUnavailable(
          "spool: cannot read folder %s (%s); no mail is taken".formatted(folder, e), false, e);
    }
  }

  /**
   * Whether this version knows the format of every segment. Changes nothing.
   *
   * @throws SpoolUnavailable when it does not, or the folder cannot be read
   */
  public static void requireKnownFormat(Path folder) {
    try {
      LocalLog.requireKnownFormat(new DiskFiles(), folder);
    } catch (UnknownFormat e) {
      throw new SpoolUnavailable(String.valueOf(e.getMessage()), false, e);
    } catch (IOException e) {
      throw new SpoolUnavailable(
          "spool: cannot read folder %s (%s); no mail is taken".formatted(folder, e), false, e);
    }
  }

  /**
   * Renames what is in the place of an {@linkplain #isAbsent absent} spool's folders and is none: a
   * file, or a link that leads nowhere. To be called when its loss was accepted, or is none.
   *
   * @throws SpoolUnavailable when that fails
   */
  public static void setAsideWhatIsNoFolder(Path folder) {
    for (Path path : List.of(folder, LocalLog.segments(folder))) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)) {
        Path kept =
            path.resolveSibling(path.getFileName() + ".no-folder-" + System.currentTimeMillis());
        try {
          Files.move(path, kept);
        } catch (IOException e) {
          throw new SpoolUnavailable(
              "spool: cannot set %s aside (%s); no mail is taken".formatted(path, e), false, e);
        }
        LOG.log(Level.WARNING, "spool: what was in the place of {0} is kept as {1}", path, kept);
      }
    }
  }

  /** How many files in the folder hold bodies of messages. Changes nothing. */
  public static int bodies(Path folder) {
    SpoolFolder spool = new SpoolFolder(folder);
    try {
      return Files.isDirectory(spool.contents())
          ? new DiskFiles().list(spool.contents()).size()
          : 0;
    } catch (IOException e) {
      throw new SpoolUnavailable(
          "spool: cannot read folder %s (%s); no mail is taken".formatted(folder, e), false, e);
    }
  }

  /** Recovers the messages of earlier lives, beside acceptances where it can; to be called once. */
  public void recover() {
    works.recover();
  }

  /** Whether the messages of earlier lives are known, so that nothing here waits for that. */
  public boolean isRecovered() {
    return works.start().isThrough();
  }

  /** What the start found to be lost. */
  public Optional<Loss> loss() {
    return works.loss();
  }

  /** A fresh id for an arrival: unique over restarts, also when the clock jumps back. */
  public SpoolId newId() {
    return works.ids().next();
  }

  /** A writer for new content; its owner counts and cuts. */
  public ContentWriter newContent() throws IOException {
    return works.newContent();
  }

  /**
   * Octets of disk above the reserve; negative when there are fewer and nothing is accepted.
   *
   * @throws IOException when the system does not say
   */
  public long room() throws IOException {
    return works.disk().room();
  }

  /** Whether content could not be written because room on disk lacks, rather than by a fault. */
  public boolean isFull(IOException cause) {
    return works.disk().isFull(cause);
  }

  /**
   * Accepts a message: returns when it is on disk. Blocks a virtual thread without holding its
   * carrier; many callers share one sync.
   *
   * @throws SpoolUnavailable when it is not; the arrival's content is then still the caller's
   */
  public void accept(Arrival arrival) {
    accept(arrival, List.of());
  }

  /**
   * Accepts a message and marks recipients of others in one record: after a crash either all of it
   * is there or none. A report and the failure it is about go together this way.
   */
  public void accept(Arrival arrival, Collection<Mark> marks) {
    awaitMarked(marks);
    works.acceptances().accept(arrival, marks);
  }

  /**
   * Marks recipients; the future completes when the marks are on disk. The marks count for {@link
   * #read} and {@link #look} at once. A message whose recipients are all finished is forgotten and
   * its room reclaimed.
   */
  public CompletableFuture<Void> mark(Collection<Mark> marks) {
    awaitMarked(marks);
    return works.acceptances().mark(marks);
  }

  private void awaitMarked(Collection<Mark> marks) {
    if (!works.start().isThrough()) {
      for (Mark mark : marks) {
        works.start().await(mark.id().value());
      }
    }
  }

  /** The message, or empty when it is finished and forgotten. */
  public Optional<SpooledMessage> read(SpoolId id) throws IOException {
    works.requireOpen();
    works.start().await(id.value());
    return works.messages().read(id.value());
  }

  /**
   * The recipients of all unfinished messages by domain and state, oldest message first, from
   * memory alone: a million of them take less than a second. Acceptances go on meanwhile.
   */
  public Iterable<RecipientGroup> groups() {
    return () -> new RecipientGroups(works.view()::groups);
  }

  /** The same for one message; none when it is finished. */
  public List<RecipientGroup> groups(SpoolId id) {
    return works.view().groups(id);
  }

  /** How the spool is, without a write; one look at the file system. */
  public SpoolHealth health() {
    return works.health();
  }

  /**
   * Commits a record that says nothing: completes when it is on disk, which proves that the disk
   * takes mail, and exceptionally when it does not. After a failed write this is also how the spool
   * finds out that the disk works again while no mail comes.
   */
  public CompletableFuture<Void> probe() {
    return works.probe();
  }

  /** How many messages there are of each kind. */
  public QueueCounts counts() {
    return works.view().counts();
  }

  /**
   * The next messages of a kind, oldest first.
   *
   * @param after the last one seen; empty to begin with the oldest
   * @param most of them, at least 1; memory is taken for so many, not for all there are
   */
  public List<SpoolId> page(QueueSelection selection, Optional<SpoolId> after, int most) {
    return works.view().page(selection, after, most);
  }

  /** A message without its content, or empty when it is finished and forgotten. */
  public Optional<QueuedMessage> look(SpoolId id) throws IOException {
    works.requireOpen();
    works.start().await(id.value());
    return works.messages().look(id.value());
  }

  /** No id above it was given out. */
  public long idCeiling() {
    return works.ids().ceiling();
  }

  /** How many messages are not finished. */
  public int size() {
    return works.view().size();
  }

  /** Commits what was handed in, then closes. */
  @Override
  public void close() {
    works.close();
  }
}
