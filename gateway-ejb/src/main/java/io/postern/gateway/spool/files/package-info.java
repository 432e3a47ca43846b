/**
 * The file operations of the spool, all in one place: {@link
 * io.postern.gateway.spool.files.SpoolFiles} is what the log and the contents are written with,
 * {@link io.postern.gateway.spool.files.DiskFiles} the file system.
 *
 * <p>Nothing else of the spool opens, writes, renames or deletes a file, so that tests can fail
 * each operation in turn and drop or tear what was not synced. Raises {@link java.io.IOException}
 * as the system does.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.spool.files;
