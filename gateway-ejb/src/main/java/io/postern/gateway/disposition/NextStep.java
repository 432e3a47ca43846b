package io.postern.gateway.disposition;

import java.time.Instant;

/** The decision about one recipient after an attempt. */
public sealed interface NextStep {

  Reason reason();

  /** The next hop has taken it. */
  record Delivered(Reason reason) implements NextStep {}

  /** Try again. */
  record Deferred(Reason reason, Instant until) implements NextStep {}

  /** Give up: it will never succeed. */
  record Failed(Reason reason) implements NextStep {}

  /** Give up: it has not succeeded for the whole lifetime. */
  record Expired(Reason reason) implements NextStep {}
}
