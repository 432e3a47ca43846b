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

  private Session session() {
    lease.check();
    return session;
  }

  @Override
  public String id() {
    return session().id();
  }

  @Override
  public Instant startedAt() {
    return session().startedAt();
  }

  @Override
  public String listener() {
    return session().listener();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return session().remoteAddress();
  }

  @Override
  public InetSocketAddress localAddress() {
    return session().localAddress();
  }

  @Override
  public Optional<String> greetedName() {
    return session().greetedName();
  }

  @Override
  public boolean mayRelay() {
    return session().mayRelay();
  }

  @Override
  public Map<String, Object> notes() {
    Session of = session();
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
