package io.postern.gateway.operation;

import io.postern.gateway.series.SeriesPoints;
import io.postern.gateway.series.SeriesQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The series of the gateway that is open. */
@ApplicationScoped
public class LiveSeries implements SeriesControl {

  @Inject private GatewayAccess access;

  @Override
  public SeriesPoints series(SeriesQuery query) {
    return access.gateway().series().find(query);
  }
}
