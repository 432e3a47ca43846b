package io.postern.gateway.export;

/**
 * One sequence of events on its way to a target. Each has its own position there.
 *
 * @param target the target's name
 * @param kind what it is for
 * @param id distinguishes backfills of one target; empty otherwise
 */
public record ExportStream(String target, Kind kind, String id) {

  /** What a stream is for. */
  public enum Kind {
    /** What happens from the target's start on, each event once. */
    LIVE,
    /** Older events, beside the live ones; the target may have some of them already. */
    BACKFILL,
    /** Events that were set aside, given again by hand; without a position. */
    RETRY
  }

  static ExportStream live(String target) {
    return new ExportStream(target, Kind.LIVE, "");
  }

  static ExportStream backfill(String target, String id) {
    return new ExportStream(target, Kind.BACKFILL, id);
  }

  static ExportStream retry(String target) {
    return new ExportStream(target, Kind.RETRY, "");
  }

  /** Names the stream's position; at most 80 characters. */
  public String key() {
    return id.isEmpty() ? target : target + "/" + id;
  }

  /** Whether a target that keeps positions keeps one of this stream. */
  public boolean keepsPosition() {
    return kind != Kind.RETRY;
  }

  /** Whether events that the target has already, as far as it can see that, are to be left out. */
  public boolean mayRepeat() {
    return kind != Kind.LIVE;
  }
}
