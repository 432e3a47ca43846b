package io.postern.gateway.callout;

import java.time.Duration;

/**
 * What a callout left when it returned.
 *
 * @param ruling that follows from its strictest verdict
 * @param delay the longest it asked for
 */
record Returned<S>(S subject, Ruling ruling, Duration delay, NotesLeft notes) {}
