package io.postern.gateway.export;

import io.postern.text.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a target's certificate must be from. */
public final class TargetTrust {

  private TargetTrust() {}

  /**
   * @param authorities PEM file of certificates, read each time, as they are changed now and then;
   *     empty for those that Java knows
   * @throws TargetUnavailable when the file cannot be used
   */
  public static SSLContext context(Optional<Path> authorities) throws TargetUnavailable {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      if (authorities.isEmpty()) {
        trust.init((KeyStore) null);
      } else {
        trust.init(store(authorities.get()));
      }
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new TargetUnavailable(
          "cannot use the certificates of %s (%s)"
              .formatted(authorities.map(Path::toString).orElse("Java"), Shown.of(e)),
          e);
    }
  }

  private static KeyStore store(Path file) throws GeneralSecurityException, IOException {
    Collection<? extends Certificate> certificates;
    try (InputStream in = Files.newInputStream(file)) {
      certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
    if (certificates.isEmpty()) {
      throw new IOException("it holds no certificate");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }
}
