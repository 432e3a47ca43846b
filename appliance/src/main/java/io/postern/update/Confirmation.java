package io.postern.update;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is done once after every boot: a trial is tested and confirmed, a return is recorded. */
final class Confirmation {

  private final Slots slots;
  private final UpdateFolder folder;
  private final Supplier<Optional<String>> selfTest;
  private final Clock clock;

  /**
   * @param selfTest why the running system is not fit, if so
   */
  Confirmation(Slots slots, UpdateFolder folder, Supplier<Optional<String>> selfTest, Clock clock) {
    this.slots = slots;
    this.folder = folder;
    this.selfTest = selfTest;
    this.clock = clock;
  }

  /**
   * @throws UpdateFailed when the trial is not fit to be confirmed
   */
  void confirm(Consumer<String> out) throws IOException {
    Situation situation = Situation.of(slots, folder);
    Slot running = situation.running();
    if (running == situation.state().slot()) {
      if (situation.hasReturned()) {
        returned(situation);
      }
      out.accept("slot " + running + " runs and is confirmed");
      return;
    }
    if (!situation.state().trial().equals(Optional.of(running))) {
      throw UpdateFailed.because(
          "slot %s runs, but %s is confirmed and nothing is on trial; it was started by hand."
                  .formatted(running, situation.state().slot())
              + " Apply an update from the confirmed slot, or: postern update rollback");
    }
    Optional<String> failure = selfTest.get();
    if (failure.isPresent()) {
      record(situation, Happening.Kind.FAILED, failure.get());
      throw UpdateFailed.because(
          "the self-test failed (%s); slot %s is not confirmed, and a restart returns to slot %s"
              .formatted(failure.get(), running, situation.state().slot()));
    }
    slots.put(BootState.settled(running));
    record(situation, Happening.Kind.CONFIRMED, "");
    out.accept("slot " + running + " passed its self-test and is confirmed");
  }

  private void returned(Situation situation) throws IOException {
    if (situation.last().isPresent()) {
      folder.add(situation.last().get());
    }
    slots.put(BootState.settled(situation.running()));
  }

  private void record(Situation situation, Happening.Kind kind, String reason) throws IOException {
    Slot slot = situation.running();
    folder.add(
        new Happening(
            clock.instant(),
            kind,
            slots.installed(slot).version().map(Version::toString).orElse("unknown"),
            slot,
            situation.last().map(Happening::by).orElse("console"),
            reason));
  }
}
