/**
 * Access: who is asking.
 *
 * <p>Entry point: {@link io.postern.gateway.web.access.Access}, which opens and ends sessions, and,
 * on the side of the container, {@link io.postern.gateway.web.access.Authentication}, which finds
 * out for each request whose it is: a session's cookie, HTTP Basic (RFC 7617), or the command's
 * bearer token (RFC 6750).
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.web.access;
