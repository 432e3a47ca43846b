package io.postern.gateway.delivery;

/** What lanes need of the house they are in. */
interface LaneCrew {

  /** Starts a worker for the lane. */
  void hire(Lane lane);

  /** How many workers a lane may have. */
  int mostWorkers();

  /** Whether nothing new is to be begun. */
  boolean stopping();
}
