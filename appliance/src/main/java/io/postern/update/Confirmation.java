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
   * Confirms what is on trial when it passes its self-test.
   *
   * @return why it is not confirmed, if so; a restart returns to the former system then
   * @throws UpdateFailed when the slots cannot be made out; a restart would not help
   */
  Optional<String> confirm(Consumer<String> out) throws IOException {
    Situation situation = Situation.of(slots, folder);
    Slot running = situation.running();
    BootState state = situation.state();
    if (running == state.slot()) {
      if (situation.hasReturned()) {
        returned(situation, out);
      }
      out.accept("slot " + running + " runs and is confirmed");
      return Optional.empty();
    }
    if (!state.trial().equals(Optional.of(running))) {
      out.accept(
          "slot %s was started by hand; the next boot is slot %s again"
              .formatted(running, state.slot()));
      return Optional.empty();
    }
    Optional<String> failure = selfTest.get().or(() -> settle(running));
    if (failure.isPresent()) {
      record(situation, UpdateEvent.Kind.FAILED, failure.get(), out);
    } else {
      record(situation, UpdateEvent.Kind.CONFIRMED, "", out);
      out.accept("slot " + running + " passed its self-test and is confirmed");
    }
    return failure;
  }

  private Optional<String> settle(Slot running) {
    try {
      slots.put(BootState.settled(running));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("GRUB cannot be configured for it (" + UpdateFailed.message(e) + ")");
    }
  }

  private void returned(Situation situation, Consumer<String> out) throws IOException {
    situation.last().ifPresent(last -> add(last, out));
    slots.put(BootState.settled(situation.running()));
  }

  private void record(
      Situation situation, UpdateEvent.Kind kind, String reason, Consumer<String> out) {
    Slot slot = situation.running();
    add(
        new UpdateEvent(
            clock.instant(),
            kind,
            slots.installed(slot).version().map(Version::toString).orElse("unknown"),
            slot,
            situation.last().map(UpdateEvent::by).orElse("console"),
            reason),
        out);
  }

  /** A full disk must not decide which system runs. */
  private void add(UpdateEvent event, Consumer<String> out) {
    try {
      folder.add(event);
    } catch (IOException e) {
      out.accept("it cannot be written down (" + UpdateFailed.message(e) + ")");
    }
  }
}
