package io.postern.gateway.spool.log;

/** A newer version wrote the log; nothing was changed. */
public class UnknownFormat extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownFormat(String message) {
    super(message);
  }
}
