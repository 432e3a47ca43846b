package io.postern.gateway.operation;

/** Somebody has read more of a journal than there is: it is another one, or an older copy of it. */
public final class JournalAhead extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JournalAhead(long sequence, long last) {
    super(
        "line %d was not written yet, the last one is %d: this is not the journal that was read"
            .formatted(sequence, last));
  }
}
