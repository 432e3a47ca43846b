package io.postern.gateway.selftest;

/** A part of the test is not as it should be; the message says how. */
final class PartFailed extends Exception {

  private static final long serialVersionUID = 1L;

  PartFailed(String reason) {
    super(reason, null, false, false);
  }
}
