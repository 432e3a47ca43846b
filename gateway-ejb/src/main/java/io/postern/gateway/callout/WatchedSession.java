package io.postern.gateway.callout;

import io.postern.session.Session;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The session as an extension sees it that only watches. What such extensions put into the
 * session's attributes only they see, at this stage and at the later ones: one that keeps something
 * from stage to stage must work while it watches, and must not disturb those that decide.
 */
record WatchedSession(Session session, Map<String, Object> ofWatchers) implements Session {

  /**
   * Keeps what a watching extension left: the attributes that are not the session's own. One that
   * it removed is there again at the next stage.
   */
  static void keep(Map<String, Object> left, Session session, Map<String, Object> ofWatchers) {
    Map<String, Object> own = session.attributes();
    ofWatchers.keySet().retainAll(left.keySet());
    left.forEach(
        (name, value) -> {
          if (!Objects.equals(own.get(name), value)) {
            ofWatchers.put(name, value);
          }
        });
  }

  @Override
  public Map<String, Object> attributes() {
    Map<String, Object> all = new HashMap<>(session.attributes());
    all.putAll(ofWatchers);
    return all;
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
