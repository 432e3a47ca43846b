package io.postern.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * An address and port to listen on.
 *
 * @param port 0 for a free one
 */
record Endpoint(String address, int port) {

  /**
   * @throws NotStarted when the port is none
   */
  static Endpoint of(String address, String port) {
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw NotStarted.wrong("'" + port + "' is not a port to listen on");
    }
    return new Endpoint(address, Integer.parseInt(port));
  }

  /**
   * Binds it once and lets go. The server needs seconds to come to its own bind and would then
   * report a failure in fifty lines; this costs nothing and says it in one.
   *
   * @param purpose for the message
   * @return this endpoint with its port, which was chosen now when it was 0
   */
  Endpoint checkFree(String purpose) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the real listeners do: else a port would look busy for a minute after a restart.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
      return new Endpoint(address, socket.getLocalPort());
    } catch (UnknownHostException e) {
      throw NotStarted.wrong(
          "cannot listen on " + this + " for " + purpose + " (unknown address); not started");
    } catch (IOException e) {
      throw NotStarted.failed(
          "cannot listen on " + this + " for " + purpose + " (" + e.getMessage() + "); not started",
          e);
    }
  }

  @Override
  public String toString() {
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
  }
}
