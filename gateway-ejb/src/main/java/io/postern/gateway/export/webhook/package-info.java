/**
 * Targets that are servers of HTTP: batches are posted as JSON and signed. A server that answers
 * 2xx has taken a batch; it may come again when the answer is lost, and says by its numbers that it
 * is the same.
 *
 * <p>Entry: {@link io.postern.gateway.export.webhook.Webhooks}. Raises {@link
 * io.postern.gateway.export.TargetUnavailable} and {@link io.postern.gateway.export.BatchRefused}.
 * RFC 9110.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.export.webhook;
