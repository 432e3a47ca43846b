package io.postern.gateway.operation;

import io.postern.gateway.series.SeriesPoints;
import io.postern.gateway.series.SeriesQuery;

/** What the gateway did over time. Thread-safe. */
public interface SeriesControl {

  /**
   * Series in steps, up to the last that is complete.
   *
   * @throws GatewayNotReady while the gateway is not open
   */
  SeriesPoints series(SeriesQuery query);
}
