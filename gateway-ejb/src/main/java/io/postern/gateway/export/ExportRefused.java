package io.postern.gateway.export;

/** Something was asked of a target that cannot be done; the message says why. */
public final class ExportRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ExportRefused(String message) {
    super(message);
  }
}
