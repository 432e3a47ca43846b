/**
 * Routing: a route for each recipient.
 *
 * <p>Door: {@link io.postern.gateway.routing.Routing}. In: a recipient. Out: {@link
 * io.postern.gateway.routing.Route}. RFC 5321 section 5.1.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.routing;
