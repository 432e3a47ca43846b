package io.postern.gateway.operation;

/** This gateway is not the appliance's image, which alone has slots for updates. */
public final class NoSlots extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoSlots(String message) {
    super(message);
  }
}
