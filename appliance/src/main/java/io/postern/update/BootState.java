package io.postern.update;

import io.postern.text.Shown;
import java.util.Optional;

/**
 * What GRUB's environment block says of the slots; the table of what each state means is in
 * decision 10.
 *
 * @param slot the confirmed one
 * @param trial the one to be tried, or that was
 * @param untried whether the trial has not been booted yet
 */
record BootState(Slot slot, Optional<Slot> trial, boolean untried) {

  static BootState settled(Slot slot) {
    return new BootState(slot, Optional.empty(), false);
  }

  static BootState onTrial(Slot confirmed, Slot trial) {
    return new BootState(confirmed, Optional.of(trial), true);
  }

  /**
   * @throws IllegalArgumentException when it names no confirmed slot
   */
  static BootState of(GrubEnvironment environment) {
    String slot = environment.value("slot");
    return new BootState(
        Slot.of(slot)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "slot is '" + Shown.ascii(slot, 500) + "', not a or b")),
        Slot.of(environment.value("trial")),
        environment.value("tries").equals("1"));
  }

  GrubEnvironment in(GrubEnvironment environment) {
    return environment
        .with("slot", slot.toString())
        .with("trial", trial.map(Slot::toString).orElse(""))
        .with("tries", untried ? "1" : "0");
  }

  /** Which one GRUB boots. */
  Slot next() {
    return untried ? trial.orElse(slot) : slot;
  }
}
