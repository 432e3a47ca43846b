package io.postern.gateway.operation;

/** An archive cannot be deployed; the message says all reasons found. */
public class ArchiveRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ArchiveRefused(String message) {
    super(message);
  }
}
