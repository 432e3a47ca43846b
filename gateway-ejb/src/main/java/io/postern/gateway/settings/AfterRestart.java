package io.postern.gateway.settings;

/**
 * Something of the configuration in force that takes effect at the next start only.
 *
 * @param path of the value, such as {@code listeners}
 * @param fileOnly whether a restart is not enough: the launcher takes it before there is a database
 *     to ask, from the configuration file or the command line
 */
public record AfterRestart(String path, boolean fileOnly) {}
