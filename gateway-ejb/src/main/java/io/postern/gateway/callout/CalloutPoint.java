package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.Breaker;

/**
 * A callout of an extension with its breaker: one that works must not hide another of the same
 * extension that does not. Lives as long as the extension. Thread-safe.
 */
record CalloutPoint(EntryPoint entry, Breaker breaker) {

  static CalloutPoint of(EntryPoint entry) {
    return new CalloutPoint(entry, new Breaker());
  }

  String name() {
    return entry.name();
  }
}
