package io.postern.gateway.callout.worker;

/**
 * Where a call's input came from, for a breaker to distinguish a callout that fails from a client
 * that makes it fail.
 *
 * @param client the client's address; of IPv6 its /64 network, which is one customer's
 * @param message a number that is the same for the same input from that client, and hardly ever for
 *     another
 */
public record CallInput(String client, long message) {}
