package io.postern.gateway.connection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A certificate made for one test by the JDK's keytool, and both ends that know it. */
final class SelfSigned {

  private static final String PASSWORD = "not-secret";

  private final SSLContext context;

  private SelfSigned(SSLContext context) {
    this.context = context;
  }

  static SelfSigned in(Path folder) throws IOException, GeneralSecurityException {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=mx.example.com",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    if (!Files.exists(store)) {
      throw new IOException("keytool made no certificate: " + said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("peer", keys.getCertificate("mykey"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return new SelfSigned(context);
  }

  TlsLayer server() {
    return layer(false, "TLSv1.3", "TLSv1.2");
  }

  TlsLayer client(String... protocols) {
    return layer(true, protocols);
  }

  private TlsLayer layer(boolean client, String... protocols) {
    return socket -> {
      SSLSocket secured =
          (SSLSocket) context.getSocketFactory().createSocket(socket, "mx.example.com", 25, false);
      secured.setUseClientMode(client);
      secured.setEnabledProtocols(protocols);
      return secured;
    };
  }
}
