package io.postern.gateway.operation;

/**
 * What of the configuration takes effect at the next start only.
 *
 * @param path such as {@code listeners}
 * @param fileOnly whether it is taken from the configuration file or the command line only, so that
 *     a restart alone changes nothing
 */
public record SettingsNotInEffect(String path, boolean fileOnly) {}
