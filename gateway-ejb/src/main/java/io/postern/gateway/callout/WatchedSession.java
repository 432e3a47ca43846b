package io.postern.gateway.callout;

import io.postern.session.Session;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The session as an extension sees it that only watches; see {@link WatchedNotes}. */
record WatchedSession(Session session, Map<String, Object> ofWatchers) implements Session {

  @Override
  public Map<String, Object> notes() {
    return WatchedNotes.seen(session.notes(), ofWatchers);
  }

  @Override
  public String id() {
    return session.id();
  }

  @Override
  public Instant startedAt() {
    return session.startedAt();
  }

  @Override
  public String listener() {
    return session.listener();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return session.remoteAddress();
  }

  @Override
  public InetSocketAddress localAddress() {
    return session.localAddress();
  }

  @Override
  public Optional<String> greetedName() {
    return session.greetedName();
  }

  @Override
  public boolean mayRelay() {
    return session.mayRelay();
  }
}
