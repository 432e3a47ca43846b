/**
 * Operation: how people and programs look at the gateway and change it.
 *
 * <p>Entry point: {@link io.postern.gateway.operation.GatewayControl}, which the REST resources
 * and, through them, the web pages and the {@code postern} command use. What crosses it are the
 * records of this package. Raises {@link io.postern.gateway.operation.GatewayNotReady}, {@link
 * io.postern.gateway.operation.ArchiveRefused}, {@link
 * io.postern.gateway.operation.NoSuchExtension}, {@link
 * io.postern.gateway.operation.PasswordRefused}, {@link
 * io.postern.gateway.operation.SettingsWrong}, {@link
 * io.postern.gateway.operation.SettingsChangedMeanwhile} and {@link
 * io.postern.gateway.operation.NoSuchRevision}; their messages may be shown to the caller.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.operation;
