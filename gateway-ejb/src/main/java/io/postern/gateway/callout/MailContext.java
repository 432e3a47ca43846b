package io.postern.gateway.callout;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.ReversePath;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The session and message that a callout was called for, as far as there was one. Values come from
 * the client.
 *
 * @param session its id
 * @param id that the message has, or will have when it is accepted
 * @param messageId the Message-ID field, unfolded
 */
public record MailContext(
    String session,
    String listener,
    InetSocketAddress peer,
    Optional<String> helo,
    Optional<SpoolId> id,
    Optional<ReversePath> reversePath,
    Optional<String> messageId) {}
