package io.postern.gateway.callout;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a callout left when it returned.
 *
 * @param ruling that follows from its strictest verdict
 * @param delay the longest it asked for
 * @param attributes of the session; null when it did not touch them
 */
record Returned<S>(
    S subject, Ruling ruling, Duration delay, @Nullable Map<String, Object> attributes) {}
