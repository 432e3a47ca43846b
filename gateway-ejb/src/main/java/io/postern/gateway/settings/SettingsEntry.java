package io.postern.gateway.settings;

import java.time.Instant;

/**
 * One revision of the configuration, without its text.
 *
 * @param revision from 1, without gaps
 * @param author user name, or what applied it, such as {@code postern.yaml}
 * @param note may be empty
 */
public record SettingsEntry(long revision, String author, Instant at, String note) {}
