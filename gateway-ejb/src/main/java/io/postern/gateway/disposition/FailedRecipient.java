package io.postern.gateway.disposition;

import io.postern.gateway.spool.RecipientState;

/**
 * A recipient to be given up.
 *
 * @param recipient index into the message's recipients
 */
record FailedRecipient(int recipient, RecipientState.Ending ending, Reason reason) {}
