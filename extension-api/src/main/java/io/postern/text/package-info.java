/**
 * Text in the forms that the gateway writes: {@link io.postern.text.Shown} for text from outside in
 * logs, replies and reports, {@link io.postern.text.MailDate} for dates in header fields (RFC
 * 5322). One way for the gateway, its command and extensions, so that what an attacker wrote looks
 * the same wherever it is read. Knows nothing of mail; no I/O; every method may be called from any
 * thread.
 */
@org.jspecify.annotations.NullMarked
package io.postern.text;
