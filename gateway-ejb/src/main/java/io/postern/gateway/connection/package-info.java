/**
 * One TCP connection, in either direction: the same for clients of ours and for servers we are the
 * client of. Octets in and out, limits and deadlines, TLS; nothing of SMTP.
 *
 * <p>Entry point: {@link io.postern.gateway.connection.Connection} over a connected socket. It
 * reads into one buffer of fixed size, in which {@link
 * io.postern.gateway.connection.CrlfLineReader} finds lines of bounded length, and gathers what is
 * written until it is flushed. {@link io.postern.gateway.connection.Connection#upgrade} goes on
 * under TLS with a {@link io.postern.gateway.connection.TlsLayer} and drops what was received
 * before.
 *
 * <p>Straight blocking code for virtual threads, one thread per connection. A {@link
 * io.postern.gateway.connection.IoDeadline} is absolute, so that a peer that sends an octet at a
 * time is ended like one that sends none. It is watched from outside, about every second, by {@link
 * io.postern.gateway.connection.ConnectionWatch}: a timed wait of a virtual thread costs more than
 * the read, 13 % of the processor at 10,000 messages per second. Raises {@link
 * java.io.IOException}, of these {@link java.net.SocketTimeoutException} where a deadline was
 * missed.
 *
 * <p>RFC 5321 sections 2.3.8 and 4.5.3.2, RFC 3207 section 4.2.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.connection;
