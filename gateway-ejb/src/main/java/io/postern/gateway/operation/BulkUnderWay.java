package io.postern.gateway.operation;

/** Another decision in bulk is under way. */
public final class BulkUnderWay extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BulkUnderWay(String message) {
    super(message);
  }
}
