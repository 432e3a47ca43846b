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

  /** Reads {@code address:port}; an IPv6 address stands in brackets or not. */
  static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    String address = text.substring(0, Math.max(colon, 0));
    String port = text.substring(colon + 1);
    if (address.isBlank() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw NotStarted.wrong("'" + text + "' is not an address and port to listen on");
    }
    return new Endpoint(address.replaceAll("^\\[|]$", ""), Integer.parseInt(port));
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
