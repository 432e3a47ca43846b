package io.postern.gateway.notice;

import java.time.Instant;

/** What happened to a notice; each change is reported once. */
public sealed interface NoticeChange {

  Notice notice();

  /** It was raised, or raised again with another effect or text. */
  record Raised(Notice notice, Instant at) implements NoticeChange {}

  /** Its condition has ended. */
  record Cleared(Notice notice, Instant at) implements NoticeChange {}
}
