package io.postern.gateway.update;

/** The gateway was installed in another way than by the appliance's image. */
public final class NotAnImage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotAnImage() {
    super(
        "this gateway is not the appliance's image; update it as it was installed",
        null,
        false,
        false);
  }
}
