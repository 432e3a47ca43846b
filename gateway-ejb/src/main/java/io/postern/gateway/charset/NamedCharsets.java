package io.postern.gateway.charset;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The charsets that this JVM knows, by their names and aliases. {@link Charset#forName} asks every
 * provider on the class path, again and again, for a name that is not known or none of the
 * commonest: mail could make that a great part of all work. Thread-safe.
 */
public final class NamedCharsets {

  private static final Map<String, Charset> BY_NAME = all();

  private NamedCharsets() {}

  /** The charset of that name, in any case of letters; empty when there is none. */
  public static Optional<Charset> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  private static Map<String, Charset> all() {
    Map<String, Charset> all = new HashMap<>();
    for (Charset charset : Charset.availableCharsets().values()) {
      charset.aliases().forEach(alias -> all.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset));
    }
    // Where one charset's alias is the name of another, the name counts.
    for (Charset charset : Charset.availableCharsets().values()) {
      all.put(charset.name().toLowerCase(Locale.ROOT), charset);
    }
    return Map.copyOf(all);
  }
}
