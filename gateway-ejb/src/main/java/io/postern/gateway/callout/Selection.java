package io.postern.gateway.callout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which deployed applications are asked. Immutable.
 *
 * @param active by extension name, the application chosen for it
 * @param excluded applications that are not to be asked any more
 */
record Selection(Map<String, String> active, Set<String> excluded) {

  static final Selection NONE = new Selection(Map.of(), Set.of());

  Selection {
    active = Map.copyOf(active);
    excluded = Set.copyOf(excluded);
  }

  boolean takes(RegisteredExtension registered) {
    Extension extension = registered.extension();
    if (excludes(extension.revision())) {
      return false;
    }
    String chosen = active.get(extension.name());
    return chosen == null ? !extension.needsActivation() : chosen.equals(extension.revision());
  }

  boolean excludes(String application) {
    return excluded.contains(application);
  }

  Selection with(Map<String, String> activated) {
    Map<String, String> all = new HashMap<>(active);
    all.putAll(activated);
    Set<String> left = new HashSet<>(excluded);
    left.removeAll(activated.values());
    return new Selection(all, left);
  }

  Selection without(String application) {
    Set<String> more = new HashSet<>(excluded);
    more.add(application);
    return new Selection(active, more);
  }

  /** Forgets exclusions of applications that are gone: who deploys one again wants it asked. */
  Selection excludingOnly(Set<String> deployed) {
    Set<String> left = new HashSet<>(excluded);
    return left.retainAll(deployed) ? new Selection(active, left) : this;
  }
}
