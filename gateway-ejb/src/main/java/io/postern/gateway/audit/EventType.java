package io.postern.gateway.audit;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The events that the journal knows, in the order of docs/journal.md, which says what each means. A
 * line may carry a name that is not here: of a later version, or of an extension's release.
 */
public enum EventType {
  JOURNAL_BEGUN("JournalBegun"),
  SESSION_OPENED("SessionOpened", true),
  SESSION_ENDED("SessionEnded", true),
  ACCEPTED("Accepted"),
  ATTEMPT_BEGUN("AttemptBegun", true),
  DELIVERED("Delivered"),
  DEFERRED("Deferred"),
  POSTPONED("Postponed"),
  FAILED("Failed"),
  EXPIRED("Expired"),
  DISCARDED("Discarded"),
  HELD("Held"),
  QUARANTINED("Quarantined"),
  RELEASED("Released"),
  DAMAGED("Damaged"),
  LOST("Lost"),
  MESSAGES_LOST("MessagesLost"),
  REJECTED("Rejected", true),
  REJECTED_REPEATEDLY("RejectedRepeatedly"),
  EXTENSION_FAILED("ExtensionFailed"),
  UNPARSABLE("Unparsable"),
  ADMINISTRATOR_ACTED("AdministratorActed"),
  NOTICE_RAISED("NoticeRaised"),
  NOTICE_CLEARED("NoticeCleared"),
  EVENTS_DROPPED("EventsDropped"),
  HISTORY_LOST("HistoryLost");

  private static final Map<String, EventType> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(EventType::eventName, Function.identity()));

  private final String eventName;
  private final boolean first;

  EventType(String eventName) {
    this(eventName, false);
  }

  EventType(String eventName, boolean first) {
    this.eventName = eventName;
    this.first = first;
  }

  /** As it stands in the member {@code event} of a line. */
  public String eventName() {
    return eventName;
  }

  /**
   * Whether lines of it are dropped before those of others when more events come than are written;
   * {@code EventsDropped} then counts them.
   */
  public boolean isDroppedFirst() {
    return first;
  }

  /** Empty when this version does not know the name. */
  public static Optional<EventType> of(String eventName) {
    return Optional.ofNullable(BY_NAME.get(eventName));
  }
}
