package io.postern.gateway.callout.cdi;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The extensions that should be asked, in memory and in the {@link DeployedFile}. For one thread at
 * a time.
 */
final class DeployedSet {

  private final DeployedFile file;
  private final Map<String, DeployedExtension> extensions = new TreeMap<>();

  DeployedSet(DeployedFile file) {
    this.file = file;
  }

  /** Takes over what the file says. */
  DeployedFile.Content load() {
    DeployedFile.Content content = file.read();
    extensions.clear();
    if (content instanceof DeployedFile.Content.Known known) {
      known.extensions().forEach(extension -> extensions.put(extension.name(), extension));
    }
    return content;
  }

  Optional<DeployedExtension> named(String name) {
    return Optional.ofNullable(extensions.get(name));
  }

  Set<String> names() {
    return Set.copyOf(extensions.keySet());
  }

  /**
   * Writes the file also when nothing is to be changed: one that says nothing is not a lost one.
   */
  void keep() {
    file.write(extensions.values());
  }

  /** On disk when this returns; when it raises, nothing has changed. */
  void put(DeployedExtension extension) {
    change(extension.name(), Optional.of(extension));
  }

  /** The same. */
  void remove(String name) {
    change(name, Optional.empty());
  }

  /** The same, for what {@link #named} answered before. */
  void change(String name, Optional<DeployedExtension> extension) {
    Map<String, DeployedExtension> next = new TreeMap<>(extensions);
    next.remove(name);
    extension.ifPresent(value -> next.put(name, value));
    if (!next.equals(extensions)) {
      file.write(next.values());
      extensions.clear();
      extensions.putAll(next);
    }
  }
}
