package io.postern.gateway.controldb;

/** The database of settings, users and extensions cannot be used. */
public final class ControlDatabaseUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1;

  ControlDatabaseUnavailable(String message) {
    super(message);
  }

  ControlDatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
