package io.postern.gateway.spool;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Goes through the unfinished, one look at the disk each; leaves out what finishes meanwhile. */
final class UnfinishedMessages implements Iterator<Unfinished> {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");

  private final Iterator<Long> ids;
  private final Messages messages;
  private Optional<Unfinished> next = Optional.empty();

  UnfinishedMessages(List<Long> ids, Messages messages) {
    this.ids = ids.iterator();
    this.messages = messages;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && ids.hasNext()) {
      next = look(ids.next());
    }
    return next.isPresent();
  }

  @Override
  public Unfinished next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Unfinished found = next.orElseThrow();
    next = Optional.empty();
    return found;
  }

  private Optional<Unfinished> look(long id) {
    try {
      Optional<Description> description = messages.envelope(id);
      Optional<Messages.Placement> seen = messages.find(id);
      if (description.isEmpty() || seen.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Unfinished(
              description.get().id(),
              description.get().envelope(),
              seen.get().states(),
              description.get().receivedAt()));
    } catch (IOException e) {
      if (messages.find(id).isEmpty()) {
        LOG.log(Level.DEBUG, "spool: left out of the unfinished", e);
        return Optional.empty();
      }
      throw new SpoolUnavailable(
          "spool: cannot read the record of %s (%s)".formatted(new SpoolId(id), e.getMessage()),
          false,
          e);
    }
  }
}
