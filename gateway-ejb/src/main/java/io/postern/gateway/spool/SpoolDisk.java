package io.postern.gateway.spool;

import io.postern.gateway.spool.files.SpoolFiles;
import io.postern.gateway.spool.log.Position;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How much room the disk has, and what to say when it has none or fails. */
final class SpoolDisk {

  private final SpoolFiles files;
  private final Path folder;
  private final long reserve;

  SpoolDisk(SpoolFiles files, Path folder, long reserve) {
    this.files = files;
    this.folder = folder;
    this.reserve = reserve;
  }

  boolean isLow() throws IOException {
    return reserve > 0 && files.usable(folder) < reserve;
  }

  /** Octets above the reserve; negative when there are fewer. */
  long room() throws IOException {
    return reserve > 0 ? files.usable(folder) - reserve : Long.MAX_VALUE;
  }

  SpoolUnavailable low() {
    return new SpoolUnavailable(
        "spool: less than %d octets of disk are free; refusing new mail with 452 until space returns"
            .formatted(reserve),
        true);
  }

  SpoolUnavailable unavailable(LogEnd log, Throwable cause) {
    boolean full = isFull(cause);
    return new SpoolUnavailable(
        "spool: cannot write behind segment %s (%s); refusing new mail with %s"
            .formatted(
                Position.digits(log.segment().sequence()),
                reason(cause),
                full ? "452 until space returns" : "451 until a fresh segment can be written"),
        full,
        cause);
  }

  SpoolUnavailable unavailable(String attempt, IOException cause) {
    boolean full = isFull(cause);
    return new SpoolUnavailable(
        "spool: cannot %s (%s); refusing this message with %s"
            .formatted(attempt, cause.getMessage(), full ? "452" : "451"),
        full,
        cause);
  }

  /** Without the file's name, which is another one at each try. */
  private static String reason(Throwable cause) {
    String reason = cause instanceof FileSystemException failed ? failed.getReason() : null;
    return reason != null ? reason : String.valueOf(cause.getMessage());
  }

  /** Whether it is room that lacks: the system says so, or there is none to be seen. */
  boolean isFull(Throwable cause) {
    return says(cause.getMessage(), "No space left")
        || says(cause.getMessage(), "quota")
        || (cause instanceof IOException && nothingLeft());
  }

  private static boolean says(@Nullable String message, String what) {
    return message != null && message.contains(what);
  }

  /** The system's message may be in another language; then the numbers decide. */
  private boolean nothingLeft() {
    try {
      return isLow();
    } catch (IOException e) {
      return false;
    }
  }
}
