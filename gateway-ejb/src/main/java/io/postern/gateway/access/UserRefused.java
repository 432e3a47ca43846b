package io.postern.gateway.access;

import jakarta.ejb.ApplicationException;

/** A change of users cannot be made; the message says why and can be shown. */
@ApplicationException(rollback = true)
public final class UserRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  public UserRefused(String message) {
    super(message);
  }
}
