/**
 * The conversation: one session with a next hop as its client, one transaction at a time.
 *
 * <p>Entry point: {@link io.postern.gateway.delivery.smtp.SmtpClient}. In: a next hop, then
 * envelope and content per transaction. Out: {@link io.postern.gateway.delivery.smtp.Opening}, and
 * one {@link io.postern.gateway.disposition.Outcome} per recipient. What the remote side says or
 * fails to say is a value, never an exception; only unreadable content of our own raises {@link
 * java.io.IOException}.
 *
 * <p>Straight blocking code for virtual threads. Deadlines are absolute per step, so that a server
 * that sends an octet at a time is ended like one that sends none ({@code connection}). Memory per
 * session is bounded: replies by what is kept of them, content by one buffer.
 *
 * <p>Replies are read by their codes, in any form. After the final dot a positive code means that
 * the message is taken, whatever stands around it. Commands and replies go in lock-step or, with
 * PIPELINING, group by group: what arrives before the command it could answer, or before the final
 * dot, answers nothing, and ends the session without the final dot.
 *
 * <p>Content goes out octet for octet as it was spooled, dots stuffed. Content with an octet above
 * 127 is declared by {@code BODY=8BITMIME} where the server offers it and sent as it is where not:
 * RFC 6152 section 3 wants it converted or returned, but a conversion breaks signatures, a return
 * loses mail that every server in use takes, and the next hop is the administrator's choice.
 * Content with a bare CR or LF, which acceptance should never let through, fails with 5.6.0 instead
 * of being sent: the next hop would see other message borders than we did.
 *
 * <p>RFC 5321 sections 3.1, 3.3, 4.2, 4.5.2, 4.5.3.2; RFC 1870 (SIZE), RFC 2034, RFC 2920
 * (PIPELINING), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8).
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.delivery.smtp;
