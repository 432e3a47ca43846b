package io.postern.roomfixture.unlisted;

/** In a room that no table knows. */
public record Stranger(String name) {}
