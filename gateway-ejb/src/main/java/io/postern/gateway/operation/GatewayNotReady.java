package io.postern.gateway.operation;

/** The gateway is starting or stopping and cannot do this now. */
public class GatewayNotReady extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public GatewayNotReady(String message) {
    super(message);
  }
}
