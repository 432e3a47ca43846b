package io.postern.gateway.audit;

import java.util.List;

/** The events that the journal knows; docs/journal.md says what each means, in the same order. */
public final class EventNames {

  public static final List<String> ALL =
      List.of(
          "JournalBegun",
          "Accepted",
          "Delivered",
          "Deferred",
          "Postponed",
          "Failed",
          "Expired",
          "Discarded",
          "Held",
          "Quarantined",
          "Released",
          "Damaged",
          "Lost",
          "MessagesLost",
          "Rejected",
          "RejectedRepeatedly",
          "ExtensionFailed",
          "Unparsable",
          "AdministratorActed",
          "NoticeRaised",
          "NoticeCleared",
          "EventsDropped",
          "HistoryLost");

  private EventNames() {}
}
