package io.postern.gateway.settings;

import io.postern.gateway.settings.Settings.Admin;
import io.postern.gateway.settings.Settings.ExtensionEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the gateway started with. Some of it holds until the next start: the listeners are open, the
 * folder and the administration's port are taken, the workers are made, archives were deployed.
 *
 * @param settings in force, with the command line's values
 * @param written the same as it is written
 * @param launcher as written where the launcher took its own part from; empty text when no file was
 *     named, and {@code written} on a server without our launcher
 * @param launched whether our launcher started the server
 * @param line for the operator: what was taken, and why
 */
public record SettingsStart(
    Settings settings, Settings written, Settings launcher, boolean launched, String line) {

  /** What of these settings, as they are written, takes effect at the next start only. */
  List<AfterRestart> notInEffect(Settings wanted) {
    List<AfterRestart> notInEffect = new ArrayList<>();
    if (!wanted.listeners().equals(written.listeners())) {
      notInEffect.add(new AfterRestart("listeners", false));
    }
    if (!absolute(wanted.data()).equals(absolute(launcher.data()))) {
      notInEffect.add(new AfterRestart("data", launched));
    }
    // Without our launcher the server decides where the administration is.
    if (launched && !wanted.admin().address().equals(launcher.admin().address())) {
      notInEffect.add(new AfterRestart("admin.address", true));
    }
    if (launched && wanted.admin().port() != launcher.admin().port()) {
      notInEffect.add(new AfterRestart("admin.port", true));
    }
    if (wanted.limits().manipulationWorkers() != launcher.limits().manipulationWorkers()) {
      notInEffect.add(new AfterRestart("limits.manipulationWorkers", launched));
    }
    if (wanted.limits().deliveryQueues() != written.limits().deliveryQueues()) {
      notInEffect.add(new AfterRestart("limits.deliveryQueues", false));
    }
    for (ExtensionEntry entry : wanted.extensions().values()) {
      ExtensionEntry before = written.extensions().get(entry.name());
      Path archive = before == null ? null : before.archive();
      if (entry.archive() != null && !Objects.equals(entry.archive(), archive)) {
        notInEffect.add(new AfterRestart("extensions." + entry.name() + ".archive", false));
      }
    }
    return List.copyOf(notInEffect);
  }

  /** These settings as far as they take effect in the run that began so. */
  Settings inEffect(Settings wanted) {
    return new Settings(
        wanted.hostName(),
        settings.listeners(),
        wanted.relayDomains(),
        wanted.relayNetworks(),
        wanted.routes(),
        wanted.recipientsWithoutRoute(),
        wanted.postmaster(),
        settings.data(),
        new Admin(settings.admin().address(), settings.admin().port(), wanted.admin().names()),
        wanted.limits().withManipulationWorkers(settings.limits().manipulationWorkers()),
        wanted.retry(),
        wanted.extensions(),
        wanted.exports(),
        wanted.privacy());
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
