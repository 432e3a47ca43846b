package io.postern.gateway.spool;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Goes through the groups of all unfinished messages, oldest first, some messages at a time, so
 * that acceptances need not wait. What is accepted or finished meanwhile may be there or not.
 */
final class RecipientGroups implements Iterator<RecipientGroup> {

  /** Answers the groups of the messages behind an id; empty when there are none. */
  interface Source extends Function<Long, List<RecipientGroup>> {}

  private final Source source;
  private Iterator<RecipientGroup> part = Collections.emptyIterator();
  private long last;

  RecipientGroups(Source source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (!part.hasNext()) {
      part = source.apply(last).iterator();
    }
    return part.hasNext();
  }

  @Override
  public RecipientGroup next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RecipientGroup next = part.next();
    last = next.id().value();
    return next;
  }
}
