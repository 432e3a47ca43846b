/**
 * Assembly: the packages put together and set to work, and the application's beginning and end in
 * the server.
 *
 * <p>Entry points: {@link io.postern.gateway.assembly.GatewayApplication}, which the server starts
 * and whose MBean {@link io.postern.gateway.assembly.GatewayMXBean} the launcher calls; {@link
 * io.postern.gateway.assembly.DataFormatCheck}, which the launcher runs before; and {@link
 * io.postern.gateway.assembly.DirectGatewayAccess}, by which the controls of package {@code
 * operation} reach what is open. It uses every package, and none uses it. Its own work is what no
 * package can do alone: to open the data folder's parts in their order and to refuse when one is
 * lost, to write into the journal what reception and callouts say, and to watch over all of them.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.assembly;
