package io.postern.gateway.spool.log;

import java.util.Optional;

/** The kinds of records; docs/spool-states.md says what each holds. */
public enum RecordType {
  ACCEPTED(1),
  MARKED(2),
  RELOCATED(3),
  SET_ASIDE(4),
  IDS(5),
  SYNCED(6);

  private static final RecordType[] TYPES = values();

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  /** As on disk. */
  int code() {
    return code;
  }

  static Optional<RecordType> of(int code) {
    return code >= 1 && code <= TYPES.length ? Optional.of(TYPES[code - 1]) : Optional.empty();
  }
}
