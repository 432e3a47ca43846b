package io.postern.client;

import io.postern.command.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the one certificate that stands in the gateway's data folder, no matter who signed it and
 * whatever name it bears: it was made on this machine, by the gateway itself.
 */
final class PinnedCertificate extends X509ExtendedTrustManager {

  private static final String STORE = "tls/admin.p12";

  /** The password of Payara's key stores; what protects the file is who may read it. */
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static final String ALIAS = "s1as";

  private final Certificate pinned;

  private PinnedCertificate(Certificate pinned) {
    this.pinned = pinned;
  }

  /** TLS that trusts the data folder's certificate, or, without one, whom the JDK trusts. */
  static SSLContext context(Path data) {
    Path store = data.resolve(STORE);
    try {
      if (!Files.isReadable(store)) {
        return SSLContext.getDefault();
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      Certificate certificate = keys.getCertificate(ALIAS);
      if (certificate == null) {
        throw CommandFailed.trying("no certificate " + ALIAS + " in " + store);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new PinnedCertificate(certificate)}, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw CommandFailed.trying(
          "cannot read the gateway's certificate in "
              + store
              + " ("
              + e.getClass().getSimpleName()
              + ")");
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || !chain[0].equals(pinned)) {
      throw new CertificateException("not the certificate in the data folder");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
