package io.postern.gateway.callout.cdi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The steps by which a revision takes over, each undone when a later one fails: into the server,
 * into the database, into the file beside the spool, into the set of callouts. The database comes
 * before the callouts because it is the one more likely to fail, and a crash between the two only
 * makes the new revision start.
 */
final class RevisionSwitch {

  private static final Logger LOG = System.getLogger(RevisionSwitch.class.getPackageName());

  private final ExtensionArchives archives;
  private final ServerDeployer server;
  private final ServerFiles files;
  private final ActiveRevisions active;
  private final RevisionDrain revisionDrain;
  private final DeployedSet deployed;

  RevisionSwitch(
      ExtensionArchives archives,
      ServerDeployer server,
      ServerFiles files,
      ActiveRevisions active,
      RevisionDrain revisionDrain,
      DeployedSet deployed) {
    this.archives = archives;
    this.server = server;
    this.files = files;
    this.active = active;
    this.revisionDrain = revisionDrain;
    this.deployed = deployed;
  }

  /**
   * @param former what the database is to say again when this fails
   * @throws ExtensionNotDeployed when a step failed; everything is as it was
   */
  void perform(
      ExtensionArchive archive,
      ReceivedArchive received,
      InspectedArchive inspected,
      Optional<ExtensionArchive> former) {
    byte[] content = octets(received);
    step(archive, "deploy", () -> intoServer(archive, received, inspected), () -> discard(archive));
    step(
        archive,
        "keep in the database",
        () -> archives.add(archive, content),
        () -> discard(archive));
    Optional<DeployedExtension> recorded = deployed.named(archive.name());
    step(
        archive,
        "record",
        () ->
            deployed.put(
                new DeployedExtension(
                    archive.name(), archive.revision(), archive.sha256(), inspected.observed())),
        () -> {
          takeBack(archive, former);
          discard(archive);
        });
    step(
        archive,
        "activate",
        () -> intoCallouts(archive),
        () -> {
          deployed.change(archive.name(), recorded);
          takeBack(archive, former);
          discard(archive);
        });
  }

  /**
   * The same for what is in the database already.
   *
   * @throws ExtensionNotDeployed when a step failed
   */
  void repeat(ExtensionArchive archive, ReceivedArchive received, InspectedArchive inspected) {
    step(
        archive,
        "restore",
        () -> {
          intoServer(archive, received, inspected);
          intoCallouts(archive);
        },
        () -> discard(archive));
  }

  private void intoServer(
      ExtensionArchive archive, ReceivedArchive received, InspectedArchive inspected) {
    Path file = files.place(archive, received, inspected);
    server.deploy(archive.application(), file, "/extensions/" + archive.application());
  }

  private void intoCallouts(ExtensionArchive archive) {
    active.activate(archive.name(), archive.application());
  }

  private static void step(ExtensionArchive archive, String what, Runnable work, Runnable undo) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      undo.run();
      throw new ExtensionNotDeployed(
          "cannot "
              + what
              + " "
              + archive.application()
              + " ("
              + Refusal.of(e)
              + "); it is not asked, what ran before still is",
          e);
    }
  }

  private void discard(ExtensionArchive archive) {
    if (isInServer(archive.application())) {
      revisionDrain.remove(archive.application());
    } else {
      files.delete(archive.application());
    }
  }

  /** When the server does not even say, undeploying is tried. */
  private boolean isInServer(String application) {
    try {
      return server.applications().contains(application);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "extensions: cannot list the server''s applications ({0}); undeploying {1} to be sure",
          Refusal.of(e),
          application);
      return true;
    }
  }

  private void takeBack(ExtensionArchive archive, Optional<ExtensionArchive> former) {
    try {
      archives.takeBack(
          archive.name(),
          archive.revision(),
          former.map(old -> OptionalInt.of(old.revision())).orElse(OptionalInt.empty()));
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          "extensions: cannot take back {0} in the database ({1}); the next start tries to deploy"
              + " it",
          archive.application(),
          Refusal.of(e));
    }
  }

  static byte[] octets(ReceivedArchive received) {
    try {
      return Files.readAllBytes(received.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
