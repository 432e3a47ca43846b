package io.postern.gateway.export.syslog;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.export.ExportEvent;

/** RFC 5424 section 6.2.1, with what each means here. */
enum Severity {
  /** Mail is refused. */
  CRITICAL(2),
  /** Something was lost, or does not work. */
  ERROR(3),
  /** Somebody may want to look. */
  WARNING(4),
  /** Out of the ordinary, as it happens every day. */
  NOTICE(5),
  /** Mail that flows. */
  INFORMATIONAL(6);

  private final int number;

  Severity(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Severity of(ExportEvent event) {
    return EventType.of(event.event()).map(type -> of(type, event)).orElse(NOTICE);
  }

  private static Severity of(EventType type, ExportEvent event) {
    return switch (type) {
      case JOURNAL_BEGUN,
          SESSION_OPENED,
          SESSION_ENDED,
          ACCEPTED,
          ATTEMPT_BEGUN,
          DELIVERED,
          RELEASED ->
          INFORMATIONAL;
      case DEFERRED, POSTPONED, REJECTED, REJECTED_REPEATEDLY, DISCARDED, HELD, NOTICE_CLEARED ->
          NOTICE;
      case ADMINISTRATOR_ACTED ->
          event.text("action").filter("login failed"::equals).isPresent() ? WARNING : NOTICE;
      case FAILED, EXPIRED, QUARANTINED, UNPARSABLE -> WARNING;
      case EXTENSION_FAILED, DAMAGED, LOST, MESSAGES_LOST, EVENTS_DROPPED, HISTORY_LOST -> ERROR;
      case NOTICE_RAISED ->
          switch (event.text("effect").orElse("")) {
            case "refusing" -> CRITICAL;
            case "degraded" -> ERROR;
            default -> WARNING;
          };
    };
  }
}
