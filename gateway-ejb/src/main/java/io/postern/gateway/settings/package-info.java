/**
 * Settings: the whole configuration as one immutable value, validated whole, swapped atomically.
 *
 * <p>Door: {@link io.postern.gateway.settings.SettingsInForce}. Out: {@link
 * io.postern.gateway.settings.Settings}.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.settings;
