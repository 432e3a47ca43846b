package io.postern.gateway.export.mapping;

/** A URL, a name, an expression or a statement cannot be used; the message says why. */
public final class MappingRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MappingRefused(String message) {
    super(message);
  }
}
