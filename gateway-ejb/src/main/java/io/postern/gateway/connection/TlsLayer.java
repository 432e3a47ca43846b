package io.postern.gateway.connection;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** Decides how TLS is spoken over a connection: role, certificates, protocols, names. */
@FunctionalInterface
public interface TlsLayer {

  /**
   * A socket that speaks TLS over a connected one, in the role of client or server, and does not
   * close that one; the handshake is still to come.
   */
  SSLSocket over(Socket connected) throws IOException;
}
