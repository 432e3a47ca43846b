package io.postern.gateway.update;

/** An upload was not kept; the message says why. */
public final class UploadRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why, for callers that answer differently. */
  public enum Kind {
    /** An earlier one is not done. */
    BUSY,
    TOO_LARGE,
    EMPTY,
    /** The disk refused. */
    NOT_KEPT
  }

  private final Kind kind;

  UploadRefused(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
