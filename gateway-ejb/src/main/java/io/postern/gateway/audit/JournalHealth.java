package io.postern.gateway.audit;

import java.util.Optional;

/**
 * How the journal is at this moment.
 *
 * @param failing why lines cannot be written; empty when they can
 * @param endedThread the name of the journal's thread when it has ended although the journal is
 *     open
 */
public record JournalHealth(Optional<String> failing, Optional<String> endedThread) {}
