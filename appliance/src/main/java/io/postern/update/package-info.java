/**
 * Updates of the appliance image: applies a signed archive to the slot that does not run, has it
 * tried once, and confirms or gives up what is on trial.
 *
 * <p>Entry point: {@link io.postern.update.UpdateCommand}. In: the words after {@code postern
 * update}, and an update archive. Out: lines on two consoles, an exit code, the files of the other
 * slot, GRUB's environment block, and the history and status in {@code /var/lib/postern/update}.
 * What goes wrong is one line ({@link io.postern.update.UpdateFailed}) and leaves the confirmed
 * slot confirmed. Format and states are decision 10. Uses no class of a running gateway.
 */
@NullMarked
package io.postern.update;

import org.jspecify.annotations.NullMarked;
