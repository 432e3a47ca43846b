package io.postern.gateway.operation;

/**
 * What of the configuration the running gateway does not heed.
 *
 * @param path such as {@code listeners}
 * @param fileOnly whether it is taken from the configuration file or the command line only, so that
 *     a restart alone changes nothing
 */
public record SettingsUnheeded(String path, boolean fileOnly) {}
