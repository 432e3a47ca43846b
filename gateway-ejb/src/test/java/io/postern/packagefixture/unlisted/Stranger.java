package io.postern.packagefixture.unlisted;

/** In a room that no table knows. */
public record Stranger(String name) {}
