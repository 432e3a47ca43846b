package io.postern.update;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes down how an application goes: the history, and the status that the gateway shows. */
final class Recorded implements Application.Watch {

  private final Slots slots;
  private final UpdateFolder folder;
  private final String by;
  private final Clock clock;
  private final Consumer<String> out;
  private final Slot slot;
  private Optional<Manifest> manifest = Optional.empty();

  Recorded(Slots slots, UpdateFolder folder, String by, Clock clock, Consumer<String> out) {
    this.slots = slots;
    this.folder = folder;
    this.by = by;
    this.clock = clock;
    this.out = out;
    this.slot = slots.running().other();
    publish("checking", 0);
  }

  @Override
  public void checked(Manifest checked, Slot chosen) {
    manifest = Optional.of(checked);
    out.accept(
        "version %s of %s is signed and fits; writing slot %s"
            .formatted(checked.version(), checked.created(), chosen));
    publish("writing", 0);
  }

  @Override
  public void writing(int percent) {
    publish("writing", percent);
  }

  @Override
  public void written(Manifest whole, Slot chosen) {
    add(UpdateEvent.Kind.APPLIED, "");
  }

  /** Records a failure, and returns it for the administrator. */
  UpdateFailed refused(String reason) {
    add(UpdateEvent.Kind.REFUSED, reason);
    publish("idle", 0);
    return UpdateFailed.because(
        manifest.isEmpty()
            ? reason
            : reason
                + "; slot %s was not put on trial, slot %s stays confirmed. Apply a good file again"
                    .formatted(slot, slot.other()));
  }

  void done() {
    publish("restarting", 100);
    out.accept("slot %s is written and is tried at the next boot".formatted(slot));
  }

  private void add(UpdateEvent.Kind kind, String reason) {
    String version = manifest.map(m -> m.version().toString()).orElse("an update");
    try {
      folder.add(new UpdateEvent(clock.instant(), kind, version, slot, by, reason));
    } catch (IOException e) {
      out.accept("it cannot be written down (" + UpdateFailed.message(e) + ")");
    }
  }

  /** For show only: an update does not fail because it cannot be watched. */
  private void publish(String work, int percent) {
    try {
      folder.status(Situation.of(slots, folder).values(work, percent, clock.instant()));
    } catch (IOException e) {
      out.accept("the status cannot be shown to the gateway (" + UpdateFailed.message(e) + ")");
    }
  }
}
