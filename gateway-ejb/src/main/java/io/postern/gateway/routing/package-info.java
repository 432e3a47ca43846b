/**
 * Routing: a route for each recipient.
 *
 * <p>Entry point: {@link io.postern.gateway.routing.Routing}; {@link
 * io.postern.gateway.routing.StaticRoutes} answers from the settings in force, whose changes count
 * from the next look-up on. In: a recipient. Out: {@link io.postern.gateway.routing.Route}. Raises
 * nothing. RFC 5321 section 5.1.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.routing;
