package io.postern.gateway.secret;

import java.time.Instant;

/** A secret without its value. */
public record NamedSecret(String name, Instant changedAt) {}
