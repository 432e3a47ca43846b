package io.postern.gateway.operation;

/** What was asked for is under way already, or something it cannot go beside. */
public final class GatewayBusy extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GatewayBusy(String message) {
    super(message);
  }
}
