/**
 * Settings: the whole configuration as one immutable value, validated whole, swapped atomically;
 * and its history.
 *
 * <p>Entry points: {@link io.postern.gateway.settings.SettingsInForce} for reading, {@link
 * io.postern.gateway.settings.SettingsHistory} for changing. In: YAML 1.2 ({@link
 * io.postern.gateway.settings.SettingsFile}) and the command line ({@link
 * io.postern.gateway.settings.Overrides}). Out: {@link io.postern.gateway.settings.Settings}.
 * Raises {@link io.postern.gateway.settings.SettingsRefused} with every problem of a configuration.
 * Revisions are kept in the control database.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.settings;
