package io.postern.gateway.spool;

import java.util.Optional;

/**
 * How the spool is at this moment.
 *
 * @param text for the operator; empty when the condition is {@link Condition#OPEN}
 * @param endedThread the name of a thread of the spool that has ended although the spool is open
 */
public record SpoolHealth(Condition condition, String text, Optional<String> endedThread) {

  /** Whether messages are accepted. */
  public enum Condition {
    OPEN,
    /** Less disk is free than the reserve. */
    DISK_LOW,
    /** The last write failed for want of room. */
    DISK_FULL,
    /** The last write failed: a fault, or a file system that is read-only. */
    UNWRITABLE
  }
}
