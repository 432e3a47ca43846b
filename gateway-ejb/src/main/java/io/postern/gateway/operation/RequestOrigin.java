package io.postern.gateway.operation;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the request that is being served comes from; its facts stand beside every act in the audit
 * journal. The edge sets it once per request.
 */
@RequestScoped
public class RequestOrigin {

  private final Map<String, String> known = new HashMap<>();

  /** The client's address, as the server sees it. */
  public void address(String address) {
    known.put("address", address);
  }

  /** The local user who runs the {@code postern} command, as that says. */
  public void localUser(String user) {
    known.put("local-user", user);
  }

  /** What is known, by the names of docs/journal.md; empty outside a request. */
  public Map<String, String> facts() {
    return Map.copyOf(known);
  }

  /** The facts of the current request, if there is one. */
  static Map<String, String> of(RequestOrigin proxy) {
    try {
      return proxy.facts();
    } catch (ContextNotActiveException e) {
      return Map.of();
    }
  }
}
