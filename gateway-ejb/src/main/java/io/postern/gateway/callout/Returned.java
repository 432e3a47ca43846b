package io.postern.gateway.callout;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a callout left when it returned.
 *
 * @param attributes of the session; null when it did not touch them
 */
record Returned<S>(S subject, Opinion opinion, @Nullable Map<String, Object> attributes) {}
