/**
 * The message as callouts see it: header section, body and MIME parts on top of the spool's {@link
 * io.postern.gateway.spool.Content}, read only when touched and written once, after the last
 * change.
 *
 * <p>Entry point: {@link io.postern.gateway.callout.message.MessageVersion}, an immutable state of
 * a message. {@link io.postern.gateway.callout.message.MessageVersion#draft} gives it to one
 * callout; what the callout changed becomes the next version only when asked for, so that the
 * changes of a callout that failed are undone by forgetting its draft. A draft ends with its {@link
 * io.postern.gateway.callout.message.Lease}.
 *
 * <p>Octets nobody changed stay the same octets: header fields are kept as slices of what was
 * received, and replacing one MIME part copies all others. This holds for signed parts too; nothing
 * keeps an extension from replacing a part of a {@code multipart/signed}, and nothing repairs the
 * signature afterwards.
 *
 * <p>Text is added to a part without decoding what is there: {@code TextInsertion} says which
 * octets go where, {@code PartText} writes them in the part's transfer encoding. Labels that do not
 * fit their octets are common, and decoding by such a label and encoding again would lose them.
 *
 * <p>A body that a callout gives as a stream is written to the spool at once ({@link
 * io.postern.gateway.callout.message.StreamedBodies}), so that it never is in memory as a whole;
 * the message is then its content under the message's header section.
 *
 * <p>The structure is read by a scanner of our own, because the parts must be known as ranges of
 * octets, which the MIME library does not report. It is tolerant where a defect has one reading: a
 * multipart without boundary or without any part is one opaque body. Limits: 100 levels, 10,000
 * parts, 250 octets of boundary, 256 KiB of header section per part, 16 MiB of text, 256 MiB and 10
 * million lines of body; beyond them {@link io.postern.mail.UnparsableMessage}. RFC 5322 section
 * 2.2, RFC 2045, RFC 2046 section 5.1, RFC 2047, RFC 2183, RFC 2231, RFC 3676.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.callout.message;
