/**
 * The command's side of the REST interface: {@code postern config}, {@code extension}, {@code
 * journal}, {@code queue}, {@code selftest}, {@code status}, and {@code send}, which speaks SMTP.
 *
 * <p>Entry point: {@link io.postern.client.ClientCommands}. Each subcommand is a class whose fields
 * are its options, and one with actions has a method for each. Out: lines on a {@link
 * io.postern.command.Terminal}; whatever goes wrong is a {@link io.postern.command.CommandFailed}.
 */
@NullMarked
package io.postern.client;

import org.jspecify.annotations.NullMarked;
