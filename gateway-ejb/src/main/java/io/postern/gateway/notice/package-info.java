/**
 * Notice: what an operator must know until it ends, such as a full disk or an open circuit breaker.
 *
 * <p>Entry: {@link io.postern.gateway.notice.Notices}, one per gateway. Any package raises and
 * clears notices there; status, page and command show those that stand. Each change is reported
 * once, for log and audit journal. Raises nothing.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.notice;
