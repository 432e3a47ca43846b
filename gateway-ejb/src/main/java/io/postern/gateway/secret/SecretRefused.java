package io.postern.gateway.secret;

/** A secret was not taken; the message says why, without the value. */
public final class SecretRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SecretRefused(String message) {
    super(message);
  }
}
