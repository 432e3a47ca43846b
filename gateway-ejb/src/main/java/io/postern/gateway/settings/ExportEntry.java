package io.postern.gateway.settings;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where events of the audit journal are exported to.
 *
 * @param name of the target
 * @param batch events written at once, at most
 * @param delay longest time that an event waits for others to be written with
 * @param events names of those that are exported; empty for all
 * @param privacy by member, or by kind of privacy ({@code mailbox}, {@code network}, {@code
 *     content}); what is not named is kept
 * @param kind what holds for this type of target alone
 */
public record ExportEntry(
    String name,
    int batch,
    Duration delay,
    List<String> events,
    Map<String, Privacy> privacy,
    Kind kind) {

  public ExportEntry {
    events = List.copyOf(events);
    privacy = Map.copyOf(privacy);
  }

  /** What a target gets of a member. */
  public enum Privacy {
    KEEP,
    /** A keyed hash in place of the value. */
    PSEUDONYM,
    DROP
  }

  /** A type of target. */
  public sealed interface Kind {

    /** As it is written in the settings. */
    String type();

    /** Names of the secrets that are used for it. */
    Set<String> secrets();

    /**
     * Where its secrets go, and how: all that decides who gets to see them. A stored secret is used
     * in a test of a target that is not saved only when that of a saved one is the same.
     */
    String destination();
  }

  /**
   * A table of a relational database.
   *
   * @param url JDBC
   * @param user empty when the URL or the driver knows
   * @param secret name of the secret that is the user's password
   * @param gateway names this gateway in the table and in the position; empty for the host name
   * @param table may be qualified by a schema
   * @param create whether missing tables are created
   * @param columns expressions by the columns of an own table; empty for the ready-made one
   * @param statement an own INSERT with {@code :member} in place of values; excludes columns
   */
  public record Database(
      String url,
      Optional<String> user,
      Optional<String> secret,
      Optional<String> gateway,
      String table,
      boolean create,
      Map<String, String> columns,
      Optional<String> statement)
      implements Kind {

    public static final String TYPE = "database";

    public Database {
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Set<String> secrets() {
      return secret.stream().collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String destination() {
      return url + user.map(name -> " as " + name).orElse("");
    }
  }
}
