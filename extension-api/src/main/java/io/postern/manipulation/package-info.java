/**
 * Manipulation callouts: run on a bounded pool of managed workers before the message is written to
 * disk, while the client waits for its 250. Slow work is allowed here; budget 60 s unless
 * configured. Observers, answers, threads and failures are as in {@link io.postern.validation}, but
 * the threads are the pool's platform threads.
 */
@org.jspecify.annotations.NullMarked
package io.postern.manipulation;
