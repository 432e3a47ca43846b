/**
 * Thread: the gateway's own long-lived threads.
 *
 * <p>Entry point: {@link io.postern.gateway.thread.UninterruptibleThread}. Raises nothing.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.thread;
