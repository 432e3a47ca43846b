/**
 * Operation: how people and programs look at the gateway and change it.
 *
 * <p>Entry points: one interface per noun, which the REST resources and, through them, the web
 * pages and the {@code postern} command use: {@link io.postern.gateway.operation.StatusControl},
 * {@link io.postern.gateway.operation.ExtensionControl}, {@link
 * io.postern.gateway.operation.JournalControl}, {@link io.postern.gateway.operation.QueueControl},
 * {@link io.postern.gateway.operation.BulkControl}, {@link
 * io.postern.gateway.operation.SelfTestControl}, {@link
 * io.postern.gateway.operation.SettingsControl}, {@link
 * io.postern.gateway.operation.ExportsControl}, {@link
 * io.postern.gateway.operation.SecretsControl}, {@link io.postern.gateway.operation.UpdateControl}
 * and {@link io.postern.gateway.operation.AccountControl}. Who may call what is decided by the
 * caller, who also says in whose name: each change is recorded in the audit journal as done by that
 * actor.
 *
 * <p>What crosses it are the public records of the packages, as they are; this package has records
 * of its own only where an answer joins several packages. Likewise it passes on the packages'
 * exceptions; its own are {@link io.postern.gateway.operation.GatewayNotReady}, {@link
 * io.postern.gateway.operation.NoSuchMessage}, {@link io.postern.gateway.operation.TargetFailed},
 * {@link io.postern.gateway.operation.NoSuchBulk} and {@link
 * io.postern.gateway.operation.BulkUnderWay}. The messages of all of them may be shown to the
 * caller. Thread-safe.
 *
 * <p>It reaches the packages by {@link io.postern.gateway.operation.GatewayAccess} and {@link
 * io.postern.gateway.operation.OpenGateway}, which package {@code assembly} implements.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.operation;
