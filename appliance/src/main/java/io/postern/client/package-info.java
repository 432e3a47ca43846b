/**
 * The command's side of the REST interface: {@code postern extension}, {@code status}, {@code
 * journal}, and {@code send}, which speaks SMTP.
 *
 * <p>Entry point: {@link io.postern.client.CommandLine}. In: the words of the command line. Out:
 * lines on two consoles and an exit code; whatever goes wrong is one line ({@link
 * io.postern.client.Failed}). Uses the JDK alone, so that the command starts quickly.
 */
@NullMarked
package io.postern.client;

import org.jspecify.annotations.NullMarked;
