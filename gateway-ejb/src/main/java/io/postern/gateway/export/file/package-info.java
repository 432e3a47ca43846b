/**
 * Targets that are files of a folder, with rotation. Exactly once as far as files allow: a small
 * file beside them says up to which octet which event is done, and is made durable after the lines;
 * what stands behind that octet is cut off when the files are opened again.
 *
 * <p>Entry: {@link io.postern.gateway.export.file.FileTargets}. Raises {@link
 * io.postern.gateway.export.TargetUnavailable}; a file refuses no event.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.export.file;
