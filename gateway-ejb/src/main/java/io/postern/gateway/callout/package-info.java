/**
 * Callouts: extensions are asked and told here.
 *
 * <p>Door: {@link io.postern.gateway.callout.Callouts}. In: the session and the {@link
 * io.postern.gateway.callout.MailObject} of a stage. Out: {@link
 * io.postern.gateway.callout.Answer}. Never raises for what an extension did: an exception, an
 * Error or a missed deadline becomes the extension's failure policy and is counted.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.callout;
