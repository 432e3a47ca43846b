package io.postern.gateway.operation;

/** A password was not changed; the message says why, without the password. */
public class PasswordRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PasswordRefused(String message) {
    super(message);
  }
}
