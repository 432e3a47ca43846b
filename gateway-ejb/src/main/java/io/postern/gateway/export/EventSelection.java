package io.postern.gateway.export;

import io.postern.gateway.audit.JournalLine;
import java.util.List;
import java.util.Set;

/**
 * Which events a target gets, and what of them.
 *
 * @param events their names; empty for all
 */
record EventSelection(Set<String> events, PrivacyRules privacy) {

  EventSelection {
    events = Set.copyOf(events);
  }

  List<ExportEvent> of(List<JournalLine> lines) {
    return lines.stream()
        .filter(line -> events.isEmpty() || events.contains(line.event()))
        .map(line -> new ExportEvent(line, privacy))
        .toList();
  }
}
