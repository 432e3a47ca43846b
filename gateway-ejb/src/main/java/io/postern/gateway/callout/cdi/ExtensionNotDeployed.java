package io.postern.gateway.callout.cdi;

/** An archive passed inspection but could not take over; what ran before still runs. */
public final class ExtensionNotDeployed extends RuntimeException {

  private static final long serialVersionUID = 1;

  ExtensionNotDeployed(String message, Throwable cause) {
    super(message, cause);
  }
}
