/**
 * The ESMTP extensions of reception (RFC 5321 section 2.2), one class each: the keyword in the
 * reply to EHLO, commands, parameters of MAIL and RCPT, and the rules that come with them. A
 * further one is a further {@link io.postern.gateway.reception.esmtp.EsmtpExtension} and its line
 * in {@link io.postern.gateway.reception.esmtp.EsmtpExtensions#SHIPPED}; nothing else names it.
 *
 * <p>Entry point: {@link io.postern.gateway.reception.esmtp.EsmtpExtensions}. A step sees its
 * session as {@link io.postern.gateway.reception.esmtp.EsmtpSession} and answers with a {@link
 * io.postern.gateway.reception.james.SmtpReply}; {@link
 * io.postern.gateway.reception.esmtp.ParameterSyntax} judges the value of one parameter. Extensions
 * have no state of their own and are shared by all sessions; steps run on the session's thread and
 * may block. Raises nothing of its own.
 *
 * <p>RFC 1870 (SIZE), RFC 2034 (ENHANCEDSTATUSCODES), RFC 2920 (PIPELINING), RFC 6152 (8BITMIME),
 * RFC 5321 sections 4.1.1.6 and 4.1.1.8 (VRFY, HELP).
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.reception.esmtp;
