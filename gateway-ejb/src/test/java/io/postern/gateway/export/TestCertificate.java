package io.postern.gateway.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate made for one test by the JDK's keytool, signed by itself.
 *
 * @param certificate PEM
 * @param key PEM, PKCS #8
 * @param server with the key
 */
public record TestCertificate(Path certificate, Path key, SSLContext server) {

  private static final String PASSWORD = "not-secret";

  /**
   * @param names such as {@code dns:localhost,ip:127.0.0.1}
   */
  public static TestCertificate of(Path folder, String names)
      throws IOException, GeneralSecurityException {
    Path store = Files.createTempDirectory(folder, "certificate").resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "san=" + names,
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
    String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    if (!Files.exists(store)) {
      throw new IOException("keytool made no certificate: " + said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Key own = keys.getKey("own", PASSWORD.toCharArray());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(managers.getKeyManagers(), null, null);
    return new TestCertificate(
        pem(store, "CERTIFICATE", keys.getCertificate("own").getEncoded()),
        pem(store, "PRIVATE KEY", own.getEncoded()),
        server);
  }

  private static Path pem(Path store, String what, byte[] octets) throws IOException {
    return Files.writeString(
        store.resolveSibling(what.replace(' ', '-') + ".pem"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets), what));
  }
}
