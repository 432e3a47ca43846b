package io.postern.validation;

/**
 * The event of a validation stage. An observer of this type is called at each of them, and not at
 * manipulation.
 */
public interface ValidationEvent extends CalloutEvent {}
