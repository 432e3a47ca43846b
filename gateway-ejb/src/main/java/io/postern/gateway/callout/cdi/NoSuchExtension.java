package io.postern.gateway.callout.cdi;

import java.util.NoSuchElementException;

/** No extension of that name is deployed, or no such revision of it is kept. */
public final class NoSuchExtension extends NoSuchElementException {

  private static final long serialVersionUID = 1;

  public NoSuchExtension(String message) {
    super(message);
  }
}
