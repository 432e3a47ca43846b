package io.postern.gateway.delivery;

/** The workers of all lanes. Thread-safe. */
interface LaneCrew {

  /** Starts a worker for the lane, at once or when there is one to spare. */
  void hire(Lane lane);

  /** How many workers a lane may have. */
  int mostWorkers();

  /** Whether lanes wait for a worker that another one could spare. */
  boolean isShort();
}
