/**
 * How every subcommand of {@code postern} is parsed and run, on picocli: usage texts, usage errors,
 * exit codes and the completion script come from here.
 *
 * <p>Entry point: {@link io.postern.command.CommandRunner}. In: an annotated root command and the
 * words of the command line. Out: lines on a {@link io.postern.command.Terminal} and an {@link
 * io.postern.command.ExitCode}. A subcommand that cannot do its work throws {@link
 * io.postern.command.CommandFailed}.
 */
@NullMarked
package io.postern.command;

import org.jspecify.annotations.NullMarked;
