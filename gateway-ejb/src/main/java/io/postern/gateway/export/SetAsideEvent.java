package io.postern.gateway.export;

import io.postern.gateway.audit.JournalLine;
import java.time.Instant;

/**
 * An event that a target refused for good, kept until an administrator gives it again or drops it.
 *
 * @param at when it was refused
 * @param reason what the target said
 */
public record SetAsideEvent(JournalLine line, Instant at, String reason) {}
