package io.postern.gateway.callout.worker;

import java.util.function.BooleanSupplier;

/** Whether calls of a callout may be made; a circuit breaker's side towards its supervision. */
public interface Admission {

  /**
   * Whether a call may be made.
   *
   * @param threadsLost whether threads lost to the callout's application still run
   */
  boolean admits(Breaker.Origin origin, BooleanSupplier threadsLost, long now);

  /** A call was given up and its thread still runs. */
  void threadLost(CallInput input);

  /** A thread that was lost has come back. */
  void threadReturned(CallInput input);

  /** The call neither passed nor failed. */
  void withdrawn(Breaker.Origin origin);
}
