package io.postern.gateway.settings;

import io.postern.gateway.export.mapping.CsvColumns;
import io.postern.gateway.export.mapping.Escaping;
import io.postern.gateway.export.mapping.LineStyle;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

  /**
   * What the lines of an event look like.
   *
   * @param columns of {@link LineStyle#CSV}
   * @param templates of {@link LineStyle#TEMPLATE}, by the names of events; {@link #DEFAULT} is for
   *     all others, which have no line without it
   * @param escaping of values whose template does not say another
   */
  public record LineFormat(
      LineStyle style, CsvColumns columns, Map<String, String> templates, Escaping escaping) {

    /** In place of an event's name. */
    public static final String DEFAULT = "default";

    public LineFormat {
      templates = Map.copyOf(templates);
    }
  }

  /**
   * Files of one folder.
   *
   * @param gateway names this gateway in lines that have a host; empty for the host name
   * @param folder empty for one in the data folder
   * @param size octets after which a new file is begun
   * @param daily whether one is begun for each day, UTC
   * @param keep files that are kept beside the one that is written
   * @param keepDays how long they are kept at most
   */
  public record LineFiles(
      Optional<String> gateway,
      Optional<Path> folder,
      LineFormat format,
      long size,
      boolean daily,
      int keep,
      int keepDays)
      implements Kind {

    public static final String TYPE = "file";

    /** Of the data folder, the one in which targets may have folders. */
    public static final String FOLDER = "export-files";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Set<String> secrets() {
      return Set.of();
    }

    @Override
    public String destination() {
      return folder.map(Path::toString).orElse("the data folder");
    }
  }

  /** How messages of syslog travel. */
  public enum Transport {
    UDP(514),
    TCP(601),
    TLS(6514);

    private final int port;

    Transport(int port) {
      this.port = port;
    }

    /** Where servers listen when nothing else is agreed. */
    public int usualPort() {
      return port;
    }
  }

  /** What a message of syslog is about: RFC 5424 section 6.2.1, those that programs may use. */
  public enum Facility {
    USER(1),
    MAIL(2),
    DAEMON(3),
    AUTH(4),
    SYSLOG(5),
    AUTHPRIV(10),
    LOCAL0(16),
    LOCAL1(17),
    LOCAL2(18),
    LOCAL3(19),
    LOCAL4(20),
    LOCAL5(21),
    LOCAL6(22),
    LOCAL7(23);

    private final int number;

    Facility(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  /**
   * A server of syslog, RFC 5424.
   *
   * @param gateway HOSTNAME of the messages; empty for the host name
   * @param authorities PEM file of those that a server's certificate may be from; empty for Java's
   * @param application APP-NAME of messages whose format has none of its own
   * @param structured whether the members are structured data
   * @param format of MSG; empty when there is none
   * @param length octets of a message, at most
   */
  public record Syslog(
      Optional<String> gateway,
      String host,
      int port,
      Transport transport,
      Optional<Path> authorities,
      Facility facility,
      String application,
      boolean structured,
      Optional<LineFormat> format,
      int length)
      implements Kind {

    public static final String TYPE = "syslog";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Set<String> secrets() {
      return Set.of();
    }

    @Override
    public String destination() {
      return "%s:%d by %s".formatted(host, port, transport.name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * A server of HTTP that batches are posted to.
   *
   * @param gateway names this gateway; empty for the host name
   * @param secret name of the secret that bodies are signed with
   * @param authorities as of {@link Syslog}
   * @param lines whether a body has an event a line, and not one array
   * @param timeout for one request, all in all
   */
  public record Webhook(
      Optional<String> gateway,
      URI url,
      String secret,
      Optional<Path> authorities,
      boolean lines,
      Duration timeout)
      implements Kind {

    public static final String TYPE = "webhook";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Set<String> secrets() {
      return Set.of(secret);
    }

    @Override
    public String destination() {
      return url + authorities.map(file -> " with the authorities in " + file).orElse("");
    }
  }
}
