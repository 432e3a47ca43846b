package io.postern.gateway.spool;

import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The spool's door. Thread-safe. */
public final class Spool implements AutoCloseable {

  private Spool() {}

  /**
   * Opens the spool and recovers what a crash left.
   *
   * @param reader is told, from its safe position on, of everything committed
   * @throws SpoolUnavailable when the folder cannot be used
   */
  public static Spool open(SpoolOptions options, Clock clock, CommitReader reader) {
    throw new UnsupportedOperationException();
  }

  /** A fresh id for an arrival: unique over restarts, also when the clock jumps back. */
  public SpoolId newId() {
    throw new UnsupportedOperationException();
  }

  /** A writer for new content; its owner counts and cuts. */
  public ContentWriter newContent() throws IOException {
    throw new UnsupportedOperationException();
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
   * is there or none. A report and the failure it tells of go together this way.
   */
  public void accept(Arrival arrival, Collection<Mark> marks) {
    throw new UnsupportedOperationException();
  }

  /**
   * Marks recipients; the future completes when the marks are on disk. The marks count for {@link
   * #read} and {@link #unfinished} at once. A message whose recipients are all finished is
   * forgotten and its room reclaimed.
   */
  public CompletableFuture<Void> mark(Collection<Mark> marks) {
    throw new UnsupportedOperationException();
  }

  /** The message, or empty when it is finished and forgotten. */
  public Optional<SpooledMessage> read(SpoolId id) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Everything not finished, oldest first. */
  public Iterable<Unfinished> unfinished() {
    throw new UnsupportedOperationException();
  }

  /** How many messages are not finished. */
  public int size() {
    throw new UnsupportedOperationException();
  }

  /** Commits what was handed in, then closes. */
  @Override
  public void close() {}
}
