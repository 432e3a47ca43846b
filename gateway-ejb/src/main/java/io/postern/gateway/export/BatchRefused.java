package io.postern.gateway.export;

/** A target refuses at least one event of a batch whenever it comes, such as a value too long. */
public final class BatchRefused extends Exception {

  private static final long serialVersionUID = 1L;

  public BatchRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
