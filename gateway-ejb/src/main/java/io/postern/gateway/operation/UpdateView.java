package io.postern.gateway.operation;

import io.postern.gateway.update.UpdateSituation;
import java.util.List;
import java.util.Optional;

/** What root wrote about the slots, for those who show it. */
final class UpdateView {

  private UpdateView() {}

  static UpdateState of(UpdateSituation situation) {
    String work = situation.value("work");
    String percent = situation.value("percent");
    return new UpdateState(
        work.isEmpty() ? "idle" : work,
        percent.matches("[0-9]{1,3}") ? Integer.parseInt(percent) : 0,
        situation.waiting(),
        List.of(slot("a", situation), slot("b", situation)),
        situation.value("last.event").isEmpty()
            ? Optional.empty()
            : Optional.of(
                new UpdateState.Last(
                    situation.value("last.event"),
                    situation.value("last.at"),
                    situation.value("last.version"),
                    situation.value("last.by"),
                    situation.value("last.reason"))));
  }

  private static UpdateState.Slot slot(String name, UpdateSituation situation) {
    String state = situation.value(name + ".state");
    return new UpdateState.Slot(
        name, situation.value(name + ".version"), state.isEmpty() ? "unknown" : state);
  }
}
