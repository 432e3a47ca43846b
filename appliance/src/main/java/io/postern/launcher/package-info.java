/**
 * The launcher: from the command line to a gateway that takes mail, and back on SIGTERM.
 *
 * <p>Entry points: {@link io.postern.launcher.Launcher}, which is the server, and {@link
 * io.postern.launcher.PosternCommand}, which is every other subcommand. In: options, the
 * configuration file. Out: the line {@code postern ready ...} on standard output; whatever stops a
 * start is one line on standard error and an exit code ({@link io.postern.launcher.NotStarted}).
 *
 * <p>Nothing here knows mail. The gateway is reached through its MBean, because its classes live
 * behind the server's class loaders.
 */
@NullMarked
package io.postern.launcher;

import org.jspecify.annotations.NullMarked;
