package io.postern.gateway.callout.worker;

/** What a call may use until its time is over. Thread-safe. */
public interface Revocable {

  /** Ends it and interrupts the calling thread, which gets nothing further. */
  void end(Thread caller);

  /** Ends it; further calls have no effect. */
  void end();
}
