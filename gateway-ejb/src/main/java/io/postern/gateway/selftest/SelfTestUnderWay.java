package io.postern.gateway.selftest;

/** Two tests at once would see each other's message. */
public final class SelfTestUnderWay extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SelfTestUnderWay() {
    super("a self-test is under way; wait for its end", null, false, false);
  }
}
