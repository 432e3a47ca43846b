package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.session.Session;

/**
 * For what one callout is called.
 *
 * @param lease the time for which it may use what it is given
 * @param session as it sees it
 * @param decides whether what it leaves applies; else it only watches
 */
record CallContext(Lease lease, Session session, OpenTransaction transaction, boolean decides) {}
