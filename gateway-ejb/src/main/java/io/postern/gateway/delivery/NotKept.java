package io.postern.gateway.delivery;

/** Nothing was decided about a message. */
public class NotKept extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** No such message is in the spool. */
    UNKNOWN,
    /** No recipient that is wanted can leave that way. */
    NONE,
    /** All that are wanted are in an attempt. */
    BUSY,
    /** It cannot be released: no route leads on. */
    NO_WAY
  }

  private final Kind kind;

  public NotKept(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
