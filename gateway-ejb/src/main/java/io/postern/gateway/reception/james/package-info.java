/**
 * The wire side of reception: octets in, steps asked, replies out. Command lines are parsed and
 * dispatched by Apache James' protocol classes, and nothing outside this package knows James. Lines
 * are strict: only CRLF ends one, the end of data is exactly CRLF {@code .} CRLF, wherever TCP cut
 * it (RFC 5321 sections 2.3.8 and 4.1.1.4). Content does not pass James: it is read in bulk, freed
 * of dot-stuffing (section 4.5.2) and handed on.
 *
 * <p>Entry point: {@link io.postern.gateway.reception.james.SmtpProtocol}, which opens a {@link
 * io.postern.gateway.reception.james.SmtpDialogue} on a socket. The dialogue asks {@link
 * io.postern.gateway.reception.james.SmtpSteps} and writes the {@link
 * io.postern.gateway.reception.james.SmtpReply} it gets; {@link
 * io.postern.gateway.reception.james.Violation} says what broke the framing. One virtual thread per
 * dialogue, straight blocking code, one read buffer of fixed size. Which commands there are is the
 * caller's: a list of {@link io.postern.gateway.reception.james.SmtpCommand}.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.reception.james;
