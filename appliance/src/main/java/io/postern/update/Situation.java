package io.postern.update;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How it stands with the slots and with the last update.
 *
 * @param last what happened last, or has just been found
 */
record Situation(
    Slot running, BootState state, List<Slots.Installed> slots, Optional<UpdateEvent> last) {

  private static final String VANISHED =
      "did not come up, or was switched off, before it was confirmed";

  /** What begins a trial, or reports its failure. */
  private static final Set<UpdateEvent.Kind> TRIALS =
      Set.of(UpdateEvent.Kind.APPLIED, UpdateEvent.Kind.CHOSEN, UpdateEvent.Kind.FAILED);

  Situation {
    slots = List.copyOf(slots);
  }

  static Situation of(Slots slots, UpdateFolder folder) {
    Slot running = slots.running();
    BootState state = slots.state();
    List<UpdateEvent> history = folder.history();
    return new Situation(
        running,
        state,
        List.of(slots.installed(Slot.A), slots.installed(Slot.B)),
        last(running, state, history));
  }

  /** Whether the confirmed system runs and the result of the trial is not yet recorded. */
  boolean hasReturned() {
    return hasReturned(running, state);
  }

  private static boolean hasReturned(Slot running, BootState state) {
    return running == state.slot() && state.trial().isPresent() && !state.untried();
  }

  private static Optional<UpdateEvent> last(
      Slot running, BootState state, List<UpdateEvent> history) {
    if (!hasReturned(running, state)) {
      return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
    }
    return history.reversed().stream()
        .filter(event -> TRIALS.contains(event.kind()))
        .findFirst()
        .map(Situation::returned);
  }

  /** What the former system says of a trial, from the last that is known of it. */
  private static UpdateEvent returned(UpdateEvent known) {
    String reason =
        known.kind() == UpdateEvent.Kind.FAILED
            ? "did not pass its self-test: " + known.reason()
            : VANISHED;
    return new UpdateEvent(
        known.at(), UpdateEvent.Kind.RETURNED, known.version(), known.slot(), known.by(), reason);
  }

  String word(Slots.Installed installed) {
    Slot slot = installed.slot();
    List<String> words = new ArrayList<>();
    if (slot == running) {
      words.add("running");
    }
    if (slot == state.slot()) {
      words.add("confirmed");
    } else if (state.trial().equals(Optional.of(slot))) {
      words.add(
          state.untried() ? "tried at the next boot" : slot == running ? "on trial" : "failed");
    }
    if (words.isEmpty()) {
      words.add(installed.bootable() ? "ready" : "empty");
    }
    return String.join(", ", words);
  }

  private static String version(Slots.Installed installed) {
    return installed.version().map(Version::toString).orElse("unknown");
  }

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Slots.Installed installed : slots) {
      boolean empty = installed.rootHash().isEmpty();
      lines.add(
          "slot %s   %-16s %s"
              .formatted(installed.slot(), empty ? "-" : version(installed), word(installed)));
    }
    lines.add("last     " + last.map(UpdateEvent::sentence).orElse("no update was applied yet"));
    return lines;
  }

  /** For the gateway, which shows it; {@code work} is idle, checking, writing or restarting. */
  Map<String, String> values(String work, int percent, Instant now) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("written", now.toString());
    values.put("work", work);
    values.put("percent", String.valueOf(percent));
    values.put("running", running.toString());
    values.put("confirmed", state.slot().toString());
    values.put("trial", state.trial().map(Slot::toString).orElse(""));
    for (Slots.Installed installed : slots) {
      values.put(
          installed.slot() + ".version", installed.version().map(Version::toString).orElse(""));
      values.put(installed.slot() + ".state", word(installed));
    }
    last.ifPresent(
        event -> {
          values.put("last.event", event.kind().name().toLowerCase(Locale.ROOT));
          values.put("last.at", event.at().toString());
          values.put("last.version", event.version());
          values.put("last.by", event.by());
          values.put("last.reason", event.reason());
        });
    return values;
  }
}
