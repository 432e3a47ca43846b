package io.postern.gateway.callout;

/**
 * What a stage's callouts answered.
 *
 * @param value the stage's subject, changed or as it was
 */
public record Answer<T>(Ruling ruling, T value) {}
