package io.postern.gateway.callout.cdi;

import io.postern.gateway.callout.cdi.ExtensionStatus.State;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.settings.Settings.ExtensionEntry;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.text.Shown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Entry point: deploys, replaces, undeploys and restores extensions. A revision is inspected,
 * deployed beside the running one, kept in the database, and then asked instead of it in one step;
 * the old one leaves the server when the transactions that began with it have ended. Whatever fails
 * leaves the running set as it was. One operation at a time; thread-safe.
 */
public class Extensions {

  private static final Logger LOG = System.getLogger(Extensions.class.getPackageName());
  private static final Pattern NAME = Pattern.compile("[a-z](-?[a-z0-9]){0,40}");
  private static final Pattern APPLICATION = Pattern.compile("[a-z][a-z0-9-]*--r[0-9]+");
  private static final int LONGEST_NAME = 41;
  private static final int LONGEST_FILE_NAME = 150;
  private static final int LONGEST_AUTHOR = 90;

  private final ExtensionArchives archives;
  private final ServerDeployer server;
  private final ActiveRevisions active;
  private final SettingsInForce settings;
  private final Clock clock;
  private final ServerFiles files;
  private final RevisionDrain revisionDrain;
  private final RevisionSwitch revisionSwitch;
  private final DeployedSet deployed;
  private final MissingExtensions missing;
  private final Restoration restoration;
  private final ReentrantLock operation = new ReentrantLock();
  private final Map<String, Integer> running = new ConcurrentHashMap<>();
  private final Map<String, Integer> tried = new HashMap<>();
  private final Map<String, String> errors = new ConcurrentHashMap<>();

  /**
   * Over these.
   *
   * @param background runs the undeployment of replaced revisions
   * @param drain how long a replaced revision is kept for transactions that began with it
   */
  public Extensions(
      ExtensionArchives archives,
      ServerDeployer server,
      ActiveRevisions active,
      SettingsInForce settings,
      Notices notices,
      Clock clock,
      Executor background,
      Duration drain) {
    this(
        archives,
        server,
        active,
        settings,
        notices,
        clock,
        background,
        drain,
        ArchiveLimits.STANDARD);
  }

  Extensions(
      ExtensionArchives archives,
      ServerDeployer server,
      ActiveRevisions active,
      SettingsInForce settings,
      Notices notices,
      Clock clock,
      Executor background,
      Duration drain,
      ArchiveLimits limits) {
    this.archives = archives;
    this.server = server;
    this.active = active;
    this.settings = settings;
    this.clock = clock;
    this.files = new ServerFiles(() -> settings.now().data(), limits);
    this.revisionDrain = new RevisionDrain(server, files, active, background, drain);
    Path data = settings.now().data();
    this.deployed = new DeployedSet(new DeployedFile(data));
    this.missing = new MissingExtensions(active, notices);
    this.revisionSwitch =
        new RevisionSwitch(archives, server, files, active, revisionDrain, deployed);
    this.restoration =
        new Restoration(
            archives,
            files,
            revisionSwitch,
            deployed,
            missing,
            new StartRecord(data),
            notices,
            clock);
  }

  /**
   * Deploys an archive as the next revision of an extension and lets it take over.
   *
   * @param fileName as the author calls it, for people only
   * @param archive a WAR or a jar; read to its end, not closed
   * @throws ArchiveRefused when the name or the archive is not acceptable
   * @throws ExtensionNotDeployed when the server, the database or the callouts refuse
   */
  public ExtensionStatus deploy(String name, String fileName, InputStream archive, String author) {
    requireName(name);
    try (ReceivedArchive received = files.receive(archive)) {
      return deploy(name, fileName, received, author);
    }
  }

  /**
   * Deploys an earlier revision's archive again, as the next revision.
   *
   * @throws NoSuchExtension when its archive is not kept
   * @throws ExtensionNotDeployed when the server, the database or the callouts refuse
   */
  public ExtensionStatus rollback(String name, int revision, String author) {
    ExtensionArchive earlier =
        history(name).stream()
            .filter(archive -> archive.revision() == revision)
            .findFirst()
            .orElseThrow(() -> unknown(ExtensionArchive.application(Shown.of(name), revision)));
    byte[] content =
        archives.content(name, revision).orElseThrow(() -> unknown(earlier.application()));
    return deploy(name, earlier.fileName(), new ByteArrayInputStream(content), author);
  }

  /**
   * Asks an extension no more, and takes it out of the server when its transactions have ended. Its
   * revisions are kept.
   *
   * @throws NoSuchExtension when no revision of the name is deployed or should be
   */
  public void undeploy(String name, String author) {
    operation.lock();
    try {
      revisionDrain.await();
      Optional<ExtensionArchive> enabled = enabled(name);
      Optional<Integer> revision = Optional.ofNullable(running.get(name));
      Optional<DeployedExtension> absent = missing.named(name);
      if (enabled.isEmpty() && revision.isEmpty() && absent.isEmpty()) {
        throw unknown(Shown.of(name));
      }
      Optional<DeployedExtension> recorded = deployed.named(name);
      deployed.remove(name);
      try {
        archives.disable(name);
      } catch (RuntimeException e) {
        deployed.change(name, recorded);
        throw e;
      }
      active.deactivate(name);
      running.remove(name);
      errors.remove(name);
      missing.remove(name);
      revision.ifPresent(number -> revisionDrain.begin(ExtensionArchive.application(name, number)));
      absent.ifPresent(
          extension -> files.delete(ExtensionArchive.application(name, extension.revision())));
      LOG.log(
          Level.INFO,
          "extensions: {0} is undeployed by {1}",
          name,
          Shown.of(author, LONGEST_AUTHOR));
    } finally {
      operation.unlock();
    }
  }

  /**
   * At start: removes what the server kept from another life, deploys every revision that should be
   * asked, then what the configuration names and was never deployed. What cannot be restored is
   * missing, by notice and failure policy; the others are restored.
   *
   * @param none leave all of them out: each is missing until it is deployed again or undeployed
   */
  public List<ExtensionStatus> restore(boolean none) {
    operation.lock();
    try {
      removeLeftovers();
      restoration.perform(none).forEach(this::runs);
      if (none) {
        return list();
      }
      for (ExtensionEntry entry : settings.now().extensions().values()) {
        deployConfigured(entry);
      }
    } finally {
      operation.unlock();
    }
    return list();
  }

  /** Every extension there is or was, by name. */
  public List<ExtensionStatus> list() {
    Map<String, ExtensionArchive> newest = new TreeMap<>();
    for (ExtensionArchive archive : archives.all()) {
      newest.merge(archive.name(), archive, (first, later) -> later.enabled() ? later : first);
    }
    Map<String, ExtensionStatus> statuses = new TreeMap<>();
    newest.values().forEach(archive -> statuses.put(archive.name(), status(archive)));
    for (DeployedExtension extension : missing.all()) {
      statuses.merge(
          extension.name(),
          failed(extension, missing.why(extension.name())),
          (row, failed) -> row.state() == State.FAILED ? row : failed);
    }
    return List.copyOf(statuses.values());
  }

  private static ExtensionStatus failed(DeployedExtension extension, Optional<String> why) {
    return new ExtensionStatus(
        extension.name(),
        extension.revision(),
        "",
        extension.sha256(),
        Optional.empty(),
        "",
        State.FAILED,
        why);
  }

  /** The revisions of an extension, newest first. */
  public List<ExtensionArchive> history(String name) {
    return archives.all().stream().filter(archive -> archive.name().equals(name)).toList();
  }

  private ExtensionStatus deploy(
      String name, String fileName, ReceivedArchive received, String author) {
    operation.lock();
    try {
      revisionDrain.await();
      List<ExtensionArchive> known = history(name);
      try {
        InspectedArchive inspected = files.inspect(name, received);
        ExtensionArchive archive =
            new ExtensionArchive(
                name,
                nextRevision(name, known),
                Shown.of(fileName, LONGEST_FILE_NAME),
                received.sha256(),
                true,
                Shown.of(author, LONGEST_AUTHOR),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                true);
        revisionSwitch.perform(archive, received, inspected, enabled(name));
        runs(archive);
        LOG.log(
            Level.INFO,
            "extensions: {0} (SHA-256 {1}) is deployed by {2}, for {3}",
            archive.application(),
            archive.sha256(),
            archive.deployedBy(),
            inspected.observed());
        return status(archive);
      } catch (ArchiveRefused | ExtensionNotDeployed e) {
        if (!known.isEmpty()) {
          errors.put(name, Refusal.of(e));
        }
        throw e;
      }
    } finally {
      operation.unlock();
    }
  }

  private void runs(ExtensionArchive archive) {
    errors.remove(archive.name());
    missing.remove(archive.name());
    Integer replaced = running.put(archive.name(), archive.revision());
    if (replaced != null) {
      revisionDrain.begin(ExtensionArchive.application(archive.name(), replaced));
    }
  }

  private void deployConfigured(ExtensionEntry entry) {
    Path archive = entry.archive();
    if (archive == null) {
      return;
    }
    try (InputStream in = Files.newInputStream(archive);
        ReceivedArchive received = files.receive(in)) {
      boolean known =
          history(entry.name()).stream()
              .anyMatch(revision -> revision.sha256().equals(received.sha256()));
      if (!known) {
        deploy(entry.name(), String.valueOf(archive.getFileName()), received, "configuration");
      }
    } catch (NoSuchFileException e) {
      configuredFailed(entry, Shown.of(archive.toString(), 300) + " does not exist");
    } catch (IOException | RuntimeException e) {
      configuredFailed(entry, Refusal.of(e));
    }
  }

  /** What never ran although it is wanted is missing; where a revision runs, it runs on. */
  private void configuredFailed(ExtensionEntry entry, String why) {
    errors.put(entry.name(), why);
    LOG.log(Level.ERROR, "extensions: {0} is not deployed as configured ({1})", entry.name(), why);
    if (history(entry.name()).isEmpty() && missing.named(entry.name()).isEmpty()) {
      missing.add(DeployedExtension.never(entry.name()), why);
    }
  }

  private void removeLeftovers() {
    for (String application : server.applications()) {
      if (APPLICATION.matcher(application).matches() && !isRunning(application)) {
        revisionDrain.remove(application);
      }
    }
  }

  private boolean isRunning(String application) {
    return running.entrySet().stream()
        .anyMatch(
            entry ->
                ExtensionArchive.application(entry.getKey(), entry.getValue()).equals(application));
  }

  private ExtensionStatus status(ExtensionArchive archive) {
    boolean runs = Integer.valueOf(archive.revision()).equals(running.get(archive.name()));
    State state = runs ? State.RUNNING : archive.enabled() ? State.FAILED : State.UNDEPLOYED;
    return new ExtensionStatus(
        archive.name(),
        archive.revision(),
        archive.fileName(),
        archive.sha256(),
        Optional.of(archive.deployedAt()),
        archive.deployedBy(),
        state,
        Optional.ofNullable(errors.get(archive.name())).or(() -> missing.why(archive.name())));
  }

  private Optional<ExtensionArchive> enabled(String name) {
    return history(name).stream().filter(ExtensionArchive::enabled).findFirst();
  }

  /** Never a number tried before: a failed deployment may have left traces in the server. */
  private int nextRevision(String name, List<ExtensionArchive> known) {
    int highest =
        Math.max(
            known.isEmpty() ? 0 : known.getFirst().revision(),
            deployed.named(name).map(DeployedExtension::revision).orElse(0));
    return tried.merge(name, highest + 1, (last, next) -> Math.max(last + 1, next));
  }

  private static void requireName(String name) {
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      throw new ArchiveRefused(
          Shown.of(name)
              + " is not a name (a to z, 0 to 9 and single hyphens, a letter first, at most "
              + LONGEST_NAME
              + ")");
    }
  }

  private static NoSuchExtension unknown(String what) {
    return new NoSuchExtension("there is no extension " + what);
  }
}
