package io.postern.gateway.callout.worker;

/** A callout as its supervision sees it. Thread-safe. */
public interface Supervised {

  /** Class and method. */
  String name();

  /** How long a call may take, in nanoseconds. */
  long budget();

  Admission breaker();

  Supervision supervision();
}
