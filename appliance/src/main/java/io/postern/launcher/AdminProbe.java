package io.postern.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Asks the administration for its first page, to see whether it answers at all. */
final class AdminProbe {

  private final Endpoint admin;
  private final Duration limit;

  AdminProbe(Endpoint admin, Duration limit) {
    this.admin = admin;
    this.limit = limit;
  }

  /**
   * Any HTTP answer will do.
   *
   * @return what is wrong, in a sentence
   */
  Optional<String> check() {
    int millis = (int) limit.toMillis();
    try (Socket plain = new Socket()) {
      InetAddress to = reachable();
      plain.connect(new InetSocketAddress(to, admin.port()), millis);
      plain.setSoTimeout(millis);
      try (SSLSocket socket =
          (SSLSocket)
              context()
                  .getSocketFactory()
                  .createSocket(plain, admin.address(), admin.port(), true)) {
        socket
            .getOutputStream()
            .write(
                "HEAD / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                    .formatted(new Endpoint(to.getHostAddress(), admin.port()))
                    .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        byte[] start = in.readNBytes(5);
        return new String(start, StandardCharsets.US_ASCII).equals("HTTP/")
            ? Optional.empty()
            : Optional.of("the administration on " + admin + " ends connections without an answer");
      }
    } catch (IOException | GeneralSecurityException e) {
      return Optional.of(
          "the administration on " + admin + " does not answer (" + NotStarted.reason(e) + ")");
    }
  }

  /**
   * Whether nobody listens on the administration's port: connections are refused at once. A
   * listener that is only slow is not meant.
   */
  boolean isRefused() {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(reachable(), admin.port()), (int) limit.toMillis());
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private InetAddress reachable() throws IOException {
    InetAddress bound = InetAddress.getByName(admin.address());
    return bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
  }

  /** Whose certificate it is does not matter: nothing is disclosed, and nothing trusted. */
  private static SSLContext context() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAnyone()}, null);
    return context;
  }

  private static final class TrustsAnyone implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
