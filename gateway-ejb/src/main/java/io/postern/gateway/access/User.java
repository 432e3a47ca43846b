package io.postern.gateway.access;

import java.time.Instant;

/**
 * Somebody who may use the administration.
 *
 * @param passwordSince when the password was set; sessions begun before are over
 * @param mustChange the password was given by somebody else and serves only to choose another
 */
public record User(
    String name, Role role, Instant created, Instant passwordSince, boolean mustChange) {}
