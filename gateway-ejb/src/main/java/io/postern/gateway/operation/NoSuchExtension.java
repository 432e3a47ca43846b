package io.postern.gateway.operation;

/** There is no extension of that name. */
public class NoSuchExtension extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoSuchExtension(String message) {
    super(message);
  }
}
