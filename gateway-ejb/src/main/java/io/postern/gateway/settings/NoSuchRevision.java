package io.postern.gateway.settings;

import java.util.NoSuchElementException;

/** The history has no revision of that number. */
public final class NoSuchRevision extends NoSuchElementException {

  private static final long serialVersionUID = 1;

  public NoSuchRevision(long number) {
    super("there is no settings revision " + number);
  }
}
