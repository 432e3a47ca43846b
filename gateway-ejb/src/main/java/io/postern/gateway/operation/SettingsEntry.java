package io.postern.gateway.operation;

import java.time.Instant;

/**
 * One revision of the configuration, without its text.
 *
 * @param revision from 1, without gaps
 * @param note may be empty
 */
public record SettingsEntry(long revision, String author, Instant at, String note) {}
