package io.postern.gateway.operation;

import io.postern.gateway.series.SeriesPoints;
import io.postern.gateway.series.SeriesQuery;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;

/** The series of the gateway that is open. */
@ApplicationScoped
public class SeriesDesk implements SeriesControl {

  @EJB private GatewayApplication application;

  @Override
  public SeriesPoints series(SeriesQuery query) {
    return application
        .gateway()
        .orElseThrow(() -> new GatewayNotReady("the gateway is starting or stopping"))
        .series
        .find(query);
  }
}
