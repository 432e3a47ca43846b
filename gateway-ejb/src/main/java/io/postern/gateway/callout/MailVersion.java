package io.postern.gateway.callout;

import io.postern.gateway.callout.message.MessageVersion;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import java.util.Optional;

/**
 * Envelope and message at one moment of their way from callout to callout.
 *
 * @param id of the message, when it has one
 */
record MailVersion(Optional<SpoolId> id, Envelope envelope, MessageVersion message) {}
