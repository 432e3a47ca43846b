package io.postern.gateway.secret;

/** A secret cannot be read or written; the message says what is to be done. */
public final class SecretsUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SecretsUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
