package io.postern.gateway.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the gateway. Every value is checked where it is read; this record cannot
 * hold an impossible combination.
 *
 * @param hostName the gateway's name in greetings and trace fields
 * @param listeners at least one
 * @param relayDomains domains mail is taken for from anywhere, in lower case; {@code .example.com}
 *     means all subdomains
 * @param relayNetworks networks whose clients may send anywhere, CIDR
 * @param routes looked up most specific first; {@code *} is the default route
 * @param recipientsWithoutRoute what RCPT answers when no route leads to the recipient
 * @param postmaster the mailbox that gets the mail for {@code <postmaster>} and for the postmaster
 *     at {@link #hostName}; empty when such mail is routed as any other
 * @param data folder of spool, journal and database
 * @param exports where events of the audit journal go, by the names of the targets
 * @param privacy who may see what of the mail
 */
public record Settings(
    String hostName,
    List<Listener> listeners,
    List<String> relayDomains,
    List<String> relayNetworks,
    List<RouteEntry> routes,
    WithoutRoute recipientsWithoutRoute,
    Optional<String> postmaster,
    Path data,
    Admin admin,
    Limits limits,
    Retry retry,
    Map<String, ExtensionEntry> extensions,
    Map<String, ExportEntry> exports,
    Privacy privacy) {

  public Settings {
    listeners = List.copyOf(listeners);
    relayDomains = List.copyOf(relayDomains);
    relayNetworks = List.copyOf(relayNetworks);
    routes = List.copyOf(routes);
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
  }

  /**
   * What users of the administration see of the mail.
   *
   * @param subjects roles that see subjects, header sections, and what extensions noted of contents
   */
  public record Privacy(Set<String> subjects) {

    /** The roles there are, as the settings name them. */
    public static final List<String> ROLES =
        List.of("administrator", "operator", "auditor", "helpdesk");

    public Privacy {
      subjects = Set.copyOf(subjects);
    }
  }

  /**
   * @param name unique
   * @param address to bind, default 127.0.0.1
   * @param port 0 to 65535; 0 takes a free one
   * @param lenient what is taken from clients of this listener although RFC 5321 forbids it
   */
  public record Listener(String name, String address, int port, Set<Leniency> lenient) {

    public Listener {
      lenient = Set.copyOf(lenient);
    }

    /** A strict one. */
    public Listener(String name, String address, int port) {
      this(name, address, port, Set.of());
    }
  }

  /** A deviation from RFC 5321 section 4.1.2 that an administrator may tolerate. */
  public enum Leniency {
    /** {@code MAIL FROM:user@example.com}. */
    PATHS_WITHOUT_BRACKETS,
    /** {@code user..name@}, {@code .user@} and {@code user.@}; handed on as they are. */
    DOTS_IN_LOCAL_PART,
    /** {@code user@example.com.}; taken as the domain without the dot. */
    TRAILING_DOT
  }

  /** What RCPT answers when no route leads to the recipient. */
  public enum WithoutRoute {
    /** 550 5.4.4. */
    REFUSE,
    /** 250; the recipient then fails, and its sender gets a report. */
    ACCEPT
  }

  /**
   * @param domain in lower case, {@code .example.com} for subdomains, {@code *} for all others
   * @param host name or address; may be empty when mail for the domain is held
   * @param port 1 to 65535; 0 without a host
   * @param hold mail for the domain is accepted and kept until an operator releases it or changes
   *     the route; what is released goes to the host, or where it would go without this entry
   */
  public record RouteEntry(String domain, String host, int port, boolean hold) {

    /** To a next hop. */
    public RouteEntry(String domain, String host, int port) {
      this(domain, host, port, false);
    }

    /** Keeps mail for this domain. */
    public static RouteEntry hold(String domain) {
      return new RouteEntry(domain, "", 0, true);
    }
  }

  /**
   * Where the administration is served.
   *
   * @param names under which it answers beside localhost, addresses, the machine's name and {@link
   *     Settings#hostName}; in lower case
   */
  public record Admin(String address, int port, List<String> names) {

    public Admin {
      names = List.copyOf(names);
    }

    /** Without further names. */
    public Admin(String address, int port) {
      this(address, port, List.of());
    }
  }

  /**
   * @param sessions at once, beyond which a client gets 421
   * @param sessionsPerClient the same for one address
   * @param messageSize octets, announced as SIZE (RFC 1870)
   * @param headerSize octets of a header section
   * @param recipients per message, beyond which 452 (RFC 5321 section 4.5.3.1.10)
   * @param receivedFields beyond which a loop is assumed (RFC 5321 section 6.3)
   * @param badCommands unknown or wrong commands since the last message before 421
   * @param commandsWithoutMessage other commands since the last message that do not lead to one,
   *     before 421
   * @param commandTime for one command line to be complete
   * @param messageTime for one content to be complete
   * @param idleTime without a transaction, since the last one or the connection
   * @param sessionTime from the connection on; a transaction in progress may be completed
   * @param manipulationWorkers threads of the manipulation pool
   * @param deliveriesPerNextHop connections at once to one destination
   * @param deliveries connections at once to all of them
   * @param deliveryQueues JMS queues that delayed mail waits in; counts from the next start on
   */
  public record Limits(
      int sessions,
      int sessionsPerClient,
      long messageSize,
      int headerSize,
      int recipients,
      int receivedFields,
      int badCommands,
      int commandsWithoutMessage,
      Duration commandTime,
      Duration messageTime,
      Duration idleTime,
      Duration sessionTime,
      int manipulationWorkers,
      int deliveriesPerNextHop,
      int deliveries,
      int deliveryQueues) {

    /** The same with another number of workers. */
    Limits withManipulationWorkers(int workers) {
      return new Limits(
          sessions,
          sessionsPerClient,
          messageSize,
          headerSize,
          recipients,
          receivedFields,
          badCommands,
          commandsWithoutMessage,
          commandTime,
          messageTime,
          idleTime,
          sessionTime,
          workers,
          deliveriesPerNextHop,
          deliveries,
          deliveryQueues);
    }
  }

  /**
   * @param schedule waiting times before the second, third ... attempt; the last one repeats (RFC
   *     5321 section 4.5.4.1)
   * @param lifetime from acceptance until a recipient is given up
   */
  public record Retry(List<Duration> schedule, Duration lifetime) {
    public Retry {
      schedule = List.copyOf(schedule);
    }
  }

  /** Budget of a logging callout of an extension that the file does not name. */
  public static final Duration LOGGING_TIME = Duration.ofSeconds(60);

  /**
   * What the file says of an extension.
   *
   * @param archive a file to deploy at start when it is not deployed yet; null when the extension
   *     is deployed by an administrator only
   * @param order smaller is asked earlier
   * @param onFailure what follows when a callout fails or takes too long
   * @param onUnparsable what follows when a callout cannot read the content of a message
   * @param validationTime budget of a validation callout
   * @param manipulationTime budget of a manipulation callout
   * @param loggingTime budget of a logging callout
   */
  public record ExtensionEntry(
      String name,
      @Nullable Path archive,
      int order,
      FailurePolicy onFailure,
      OnUnparsable onUnparsable,
      Duration validationTime,
      Duration manipulationTime,
      Duration loggingTime) {}

  /** What follows when a callout fails. */
  public enum FailurePolicy {
    /** The client gets 451. */
    DEFER,
    /** As if the callout had not been asked. */
    SKIP,
    /** The client gets 554. */
    REJECT
  }

  /** What follows when the content of a message exceeds a limit of reading within a callout. */
  public enum UnparsablePolicy {
    /** The message goes on as it was before the callout; the event is recorded. */
    PASS,
    /** The client gets 554 5.6.0. */
    REJECT,
    /** The message is accepted and kept in quarantine. */
    QUARANTINE
  }

  /**
   * {@link UnparsablePolicy} by stage.
   *
   * @param otherwise for the stages that are not named
   * @param stages by the event's name; only {@link #STAGES}
   */
  public record OnUnparsable(UnparsablePolicy otherwise, Map<String, UnparsablePolicy> stages) {

    /** The stages at which callouts see the content. */
    public static final List<String> STAGES = List.of("MessageReceived", "MessageBeforeSpool");

    /** Passes everywhere: no mail is lost by it. */
    public static final OnUnparsable PASS = new OnUnparsable(UnparsablePolicy.PASS, Map.of());

    public OnUnparsable {
      stages = Map.copyOf(stages);
    }

    public UnparsablePolicy at(String stage) {
      return stages.getOrDefault(stage, otherwise);
    }
  }
}
