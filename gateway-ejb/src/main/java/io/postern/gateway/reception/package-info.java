/**
 * Reception: the SMTP server. Sessions, transactions, limits, relay control, replies, the trace
 * field, and the order in which extensions are asked (RFC 5321 sections 3.1 to 3.3, 4.1, 4.4, 7.1).
 *
 * <p>Entry point: {@link io.postern.gateway.reception.Reception}. In: octets of clients. Out: an
 * {@link io.postern.gateway.spool.Arrival} to the spool, then, once it is on disk, its id and
 * recipients to {@link io.postern.gateway.reception.AcceptedSink}; what was refused or dropped goes
 * to {@link io.postern.gateway.reception.ReceptionEvents} as {@link
 * io.postern.gateway.reception.Rejected} and {@link io.postern.gateway.reception.Discarded} with a
 * {@link io.postern.gateway.reception.Stage} and the {@link io.postern.gateway.reception.Facts},
 * which include what each extension did, or, in a flood, counted as {@link
 * io.postern.gateway.reception.RejectedRepeatedly}. Whether a route leads to a recipient is asked
 * through {@link io.postern.gateway.reception.RecipientRoutes}. Raises {@link
 * io.postern.gateway.reception.ListenerUnavailable} when it cannot be opened.
 *
 * <p>One virtual thread per session, straight blocking code over a {@code connection}; commands and
 * content are read in {@code reception.james}, extensions of SMTP are in {@code reception.esmtp}. A
 * message is answered 250 only after the spool has it on disk, and given to delivery behind that
 * reply.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.reception;
