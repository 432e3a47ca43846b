package io.postern.gateway.spool.log;

import java.nio.ByteBuffer;

/**
 * A record read whole and checked.
 *
 * @param octets of head and inline body, in an array of its own
 */
public record StoredRecord(ByteBuffer description, ByteBuffer octets) {}
