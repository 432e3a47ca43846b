package io.postern.gateway.export.sql;

/** A value of an event does not fit the column that it is for. */
final class ValueRefused extends Exception {

  private static final long serialVersionUID = 1L;

  ValueRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
