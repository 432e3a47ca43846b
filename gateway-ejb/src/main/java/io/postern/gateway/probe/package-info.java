/**
 * Probe: the message of a self-test that is under way, for those packages that must know it to let
 * it pass whatever the configuration says.
 *
 * <p>Entry point: {@link io.postern.gateway.probe.Probes}. A probe is known by two things that
 * nobody else can have: its client's address and port, a socket that the self-test itself holds
 * open, and its recipient, whose local part was made up for it, in a domain that can never exist
 * (RFC 6761 section 6.4). Raises nothing.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.probe;
