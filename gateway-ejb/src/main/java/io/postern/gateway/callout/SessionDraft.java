package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.session.Session;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session as one callout sees it. Its notes are a copy: those of a callout that fails are
 * forgotten, and one that was given up cannot disturb the next.
 */
final class SessionDraft implements Session {

  private final Lease lease;
  private final Session session;
  private @Nullable Map<String, Object> notes;

  SessionDraft(Lease lease, Session session) {
    this.lease = lease;
    this.session = session;
  }

  private Session lent() {
    lease.check();
    return session;
  }

  @Override
  public String id() {
    return lent().id();
  }

  @Override
  public Instant startedAt() {
    return lent().startedAt();
  }

  @Override
  public String listener() {
    return lent().listener();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return lent().remoteAddress();
  }

  @Override
  public InetSocketAddress localAddress() {
    return lent().localAddress();
  }

  @Override
  public Optional<String> greetedName() {
    return lent().greetedName();
  }

  @Override
  public boolean mayRelay() {
    return lent().mayRelay();
  }

  @Override
  public Map<String, Object> notes() {
    Session of = lent();
    Map<String, Object> copy = notes;
    if (copy == null) {
      copy = new HashMap<>(of.notes());
      notes = copy;
    }
    return copy;
  }

  /** The notes as the callout left them, in a map it does not know; null when untouched. */
  @Nullable Map<String, Object> left() {
    return notes == null ? null : new HashMap<>(notes);
  }
}
