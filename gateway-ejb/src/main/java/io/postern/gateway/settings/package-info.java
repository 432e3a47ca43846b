/**
 * Settings: the whole configuration as one immutable value, validated whole, swapped atomically;
 * its history, and the users who may change it.
 *
 * <p>Entry points: {@link io.postern.gateway.settings.SettingsInForce} for reading, {@link
 * io.postern.gateway.settings.SettingsHistory} for changing, {@link
 * io.postern.gateway.settings.Users}. In: YAML 1.2 ({@link
 * io.postern.gateway.settings.SettingsFile}) and the command line ({@link
 * io.postern.gateway.settings.Overrides}). Out: {@link io.postern.gateway.settings.Settings}.
 * Raises {@link io.postern.gateway.settings.SettingsRefused} with every problem of a configuration,
 * {@link io.postern.gateway.settings.UserRefused}, and {@link
 * io.postern.gateway.settings.ControlDatabaseUnavailable} at start.
 *
 * <p>What is kept is in the control database, persistence unit {@code postern}; {@link
 * io.postern.gateway.settings.Schema} creates its tables.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.settings;
