package io.postern.gateway.callout;

import io.postern.gateway.callout.message.MessageVersion;

/** Envelope and message at one moment of their way from callout to callout. */
record MailVersion(Paths paths, MessageVersion message) {}
