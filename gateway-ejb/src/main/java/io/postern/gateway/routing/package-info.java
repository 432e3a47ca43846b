/**
 * Routing: a route for each recipient.
 *
 * <p>Entry point: {@link io.postern.gateway.routing.Routing}; {@link
 * io.postern.gateway.routing.StaticRoutes} answers from the settings in force, whose changes count
 * from the next look-up on. In: a recipient, or a domain. Out: {@link
 * io.postern.gateway.routing.Route}, whose {@link io.postern.gateway.routing.Destination} names a
 * lane and was made without I/O. Which hosts that means is asked later, inside the lane, by a
 * {@link io.postern.gateway.routing.HostResolver}. Raises nothing. RFC 5321 section 5.1.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.routing;
