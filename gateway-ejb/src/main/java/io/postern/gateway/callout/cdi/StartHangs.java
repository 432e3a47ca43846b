package io.postern.gateway.callout.cdi;

/** The start of an extension did not end in time, nor when its thread was interrupted. */
final class StartHangs extends IllegalStateException {

  private static final long serialVersionUID = 1;

  StartHangs(String message) {
    super(message);
  }
}
