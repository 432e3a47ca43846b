package io.postern.gateway.assembly;

import io.postern.gateway.access.Users;
import io.postern.gateway.operation.GatewayAccess;
import io.postern.gateway.operation.OpenGateway;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives the controls the gateway. Not the application's bean itself: what a session bean raises
 * would arrive wrapped.
 */
@ApplicationScoped
public class DirectGatewayAccess implements GatewayAccess {

  @EJB private GatewayApplication application;

  @Override
  public Optional<OpenGateway> ifOpen() {
    return application.gateway().map(Function.identity());
  }

  @Override
  public boolean ending() {
    return application.ending();
  }

  @Override
  public Optional<Waiting> waiting() {
    return application
        .refusal()
        .map(refusal -> new Waiting(refusal.settings().hostName(), refusal.notice()));
  }

  @Override
  public void acceptLoss(String actor) {
    application.acceptLoss(actor);
  }

  @Override
  public Users users() {
    return application.users();
  }
}
