package io.postern.update;

import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;

/** Puts the system in the other slot on trial, as it is. */
final class Rollback {

  private final Slots slots;
  private final UpdateFolder folder;
  private final Clock clock;

  Rollback(Slots slots, UpdateFolder folder, Clock clock) {
    this.slots = slots;
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * @throws UpdateFailed when there is nothing to boot in it
   */
  void choose(Consumer<String> out) throws IOException {
    Slot running = slots.running();
    BootState state = slots.state();
    if (state.slot() != running) {
      throw UpdateFailed.because(
          "slot %s is not confirmed; a restart returns to slot %s"
              .formatted(running, state.slot()));
    }
    Slots.Installed other = slots.installed(running.other());
    if (!other.bootable()) {
      throw UpdateFailed.because(
          "slot %s holds no whole system to return to; nothing was changed"
              .formatted(running.other()));
    }
    String version = other.version().map(Version::toString).orElse("unknown");
    folder.add(
        new UpdateEvent(
            clock.instant(), UpdateEvent.Kind.CHOSEN, version, other.slot(), "console", ""));
    slots.put(BootState.onTrial(running, other.slot()));
    out.accept("slot %s (%s) is tried at the next boot".formatted(other.slot(), version));
  }
}
