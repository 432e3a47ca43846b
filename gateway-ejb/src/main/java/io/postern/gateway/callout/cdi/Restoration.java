package io.postern.gateway.callout.cdi;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The start: what control database and deployed file together say is put into the server. Neither
 * is believed to be complete: an extension that one of them names and that cannot be started is
 * missing, and its failure policy holds. For one thread at a time.
 */
final class Restoration {

  private static final String BY = "restored from the folder extensions";

  private final ExtensionArchives archives;
  private final ServerFiles files;
  private final RevisionSwitch revisionSwitch;
  private final DeployedSet deployed;
  private final MissingExtensions missing;
  private final StartRecord starts;
  private final Notices notices;
  private final Clock clock;

  Restoration(
      ExtensionArchives archives,
      ServerFiles files,
      RevisionSwitch revisionSwitch,
      DeployedSet deployed,
      MissingExtensions missing,
      StartRecord starts,
      Notices notices,
      Clock clock) {
    this.archives = archives;
    this.files = files;
    this.revisionSwitch = revisionSwitch;
    this.deployed = deployed;
    this.missing = missing;
    this.starts = starts;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * Starts all that should be asked.
   *
   * @param none leave all of them out
   * @return what runs; the others are missing
   */
  List<ExtensionArchive> perform(boolean none) {
    DeployedFile.Content content = deployed.load();
    List<ExtensionArchive> known = archives.all();
    Map<String, ExtensionArchive> enabled =
        known.stream()
            .filter(ExtensionArchive::enabled)
            .collect(Collectors.toMap(ExtensionArchive::name, Function.identity()));
    Set<String> names = new TreeSet<>(enabled.keySet());
    names.addAll(deployed.names());
    List<ExtensionArchive> running = new ArrayList<>();
    for (String name : names) {
      restore(Optional.ofNullable(enabled.get(name)), deployed.named(name), none)
          .ifPresent(running::add);
    }
    if (!(content instanceof DeployedFile.Content.Known)) {
      reportUnknown(content, known, names);
      deployed.keep();
    }
    return running;
  }

  /** Returns the revision when it runs. One of the two is present. */
  private Optional<ExtensionArchive> restore(
      Optional<ExtensionArchive> row, Optional<DeployedExtension> recorded, boolean none) {
    Optional<ExtensionArchive> newest =
        row.filter(archive -> recorded.filter(r -> r.revision() > archive.revision()).isEmpty());
    DeployedExtension wanted =
        recorded
            .filter(r -> newest.filter(archive -> archive.revision() > r.revision()).isEmpty())
            .orElseGet(() -> ofUnknownStages(newest.orElseThrow()));
    String application = ExtensionArchive.application(wanted.name(), wanted.revision());
    if (none) {
      missing.add(wanted, "the gateway was started without extensions");
      return Optional.empty();
    }
    if (starts.leavesOut(application)) {
      missing.add(
          wanted,
          "the last " + StartRecord.MOST + " starts of the gateway died while it was started");
      return Optional.empty();
    }
    try (ReceivedArchive received = received(newest, wanted)) {
      return Optional.of(start(newest, wanted, received));
    } catch (RuntimeException e) {
      Throwable reason = e instanceof ExtensionNotDeployed ? e.getCause() : e;
      missing.add(deployed.named(wanted.name()).orElse(wanted), Refusal.of(reason));
      return Optional.empty();
    }
  }

  private ExtensionArchive start(
      Optional<ExtensionArchive> row, DeployedExtension wanted, ReceivedArchive received) {
    InspectedArchive inspected = files.inspect(wanted.name(), received);
    ExtensionArchive archive =
        row.orElseGet(
            () ->
                new ExtensionArchive(
                    wanted.name(),
                    wanted.revision(),
                    ExtensionArchive.application(wanted.name(), wanted.revision()) + ".war",
                    wanted.sha256(),
                    true,
                    BY,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    true));
    if (row.isEmpty()) {
      archives.add(archive, RevisionSwitch.octets(received));
    }
    deployed.put(
        new DeployedExtension(
            archive.name(), archive.revision(), archive.sha256(), inspected.observed()));
    starts.begun(archive.application());
    try {
      revisionSwitch.repeat(archive, received, inspected);
    } catch (ExtensionNotDeployed e) {
      // One that hangs keeps those after it from starting, as if the start had died.
      if (!(e.getCause() instanceof StartHangs)) {
        starts.ended(archive.application());
      }
      throw e;
    }
    starts.ended(archive.application());
    return archive;
  }

  /** The archive as it was uploaded: from the database, else from the folder of the server. */
  private ReceivedArchive received(Optional<ExtensionArchive> row, DeployedExtension wanted) {
    Optional<byte[]> kept =
        row.flatMap(archive -> archives.content(archive.name(), archive.revision()));
    if (kept.isPresent()) {
      ReceivedArchive received = files.receive(kept.get());
      if (received.sha256().equals(wanted.sha256())) {
        return received;
      }
      received.close();
    }
    Optional<ReceivedArchive> placed =
        files.placed(ExtensionArchive.application(wanted.name(), wanted.revision()));
    if (placed.isPresent()) {
      if (placed.get().sha256().equals(wanted.sha256())) {
        return placed.get();
      }
      placed.get().close();
    }
    throw new NoSuchElementException(
        kept.isPresent()
            ? "its archive in the control database is damaged"
            : row.isPresent()
                ? "the control database does not have its archive"
                : "the control database does not know it");
  }

  private static DeployedExtension ofUnknownStages(ExtensionArchive archive) {
    return new DeployedExtension(
        archive.name(), archive.revision(), archive.sha256(), DeployedExtension.ANY_MAIL);
  }

  /** Without the file, archives that lie ready for the server and no row explains are wanted. */
  private void reportUnknown(
      DeployedFile.Content content, List<ExtensionArchive> known, Set<String> names) {
    if (content instanceof DeployedFile.Content.Damaged damaged) {
      notices.raise(
          "extensions.deployed-file",
          Notice.Effect.WARNING,
          "the file deployed-extensions was damaged (%s) and is kept as %s; the extensions were"
                  .formatted(damaged.why(), damaged.keptAs().getFileName())
              + " restored as the control database says");
    }
    Map<String, Integer> unknown = new TreeMap<>();
    files.placed().stream()
        .filter(application -> !names.contains(nameOf(application)))
        .filter(application -> known.stream().noneMatch(row -> isExplained(row, application)))
        .forEach(a -> unknown.merge(nameOf(a), revisionOf(a), Math::max));
    unknown.forEach(this::addUnknown);
  }

  private void addUnknown(String name, int revision) {
    Optional<ReceivedArchive> placed = files.placed(ExtensionArchive.application(name, revision));
    String sha256 = placed.map(ReceivedArchive::sha256).orElse(DeployedExtension.NO_SHA256);
    placed.ifPresent(ReceivedArchive::close);
    DeployedExtension extension =
        new DeployedExtension(name, revision, sha256, DeployedExtension.ANY_MAIL);
    deployed.put(extension);
    missing.add(extension, "the control database does not know it");
  }

  private static boolean isExplained(ExtensionArchive row, String application) {
    return row.name().equals(nameOf(application)) && row.revision() >= revisionOf(application);
  }

  private static String nameOf(String application) {
    return application.substring(0, application.lastIndexOf("--r"));
  }

  private static int revisionOf(String application) {
    return Integer.parseInt(application.substring(application.lastIndexOf("--r") + 3));
  }
}
