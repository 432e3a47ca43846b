package io.postern.gateway.callout;

import io.postern.gateway.settings.Settings.FailurePolicy;

/**
 * An extension that should be asked at a stage and is not in the server: its failure policy is
 * applied to each question, as if it were late every time.
 */
record MissingExtension(String name, FailurePolicy policy) {}
