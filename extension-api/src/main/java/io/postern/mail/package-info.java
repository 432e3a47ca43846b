/**
 * The vocabulary of a message: paths, replies, header fields, MIME parts.
 *
 * <p>Records are shapes an RFC has frozen; interfaces are implemented by the gateway and may grow.
 * Unless a type says otherwise, values are immutable and everything reached from an event belongs
 * to the callout that was given the event: use it on the callout's thread and only until the
 * callout returns.
 */
@org.jspecify.annotations.NullMarked
package io.postern.mail;
