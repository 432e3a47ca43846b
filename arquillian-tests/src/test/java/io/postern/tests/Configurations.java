package io.postern.tests;

/** Configurations of the scenarios. */
final class Configurations {

  private Configurations() {}

  /** Everything goes to one next hop; deferred recipients are tried again soon. */
  static String relayTo(int port) {
    return """
    hostName: gateway.test
    relayNetworks: [127.0.0.0/8]
    routes:
      - {domain: '*', host: 127.0.0.1, port: %d}
    retry: {schedule: [1s, 2s, 3s], lifetime: 1h}
    """
        .formatted(port);
  }
}
