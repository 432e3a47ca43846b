package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminCertificateTest {

  @TempDir Path temporary;

  private AdminCertificate certificate = new AdminCertificate(new DataFolder(Path.of("unset")));

  @BeforeEach
  void prepare() {
    DataFolder data = new DataFolder(temporary.resolve("data"));
    data.prepare();
    certificate = new AdminCertificate(data);
  }

  @Test
  void oneIsMadeForTheAddressAndKeptUntilItIsAboutToExpire()
      throws IOException, GeneralSecurityException {
    Instant now = Instant.now();

    certificate.provide("192.0.2.9", now);

    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(certificate.store())));
    X509Certificate made = read();
    assertTrue(names(made).contains("localhost") && names(made).contains("192.0.2.9"), names(made));

    byte[] first = Files.readAllBytes(certificate.store());
    certificate.provide("192.0.2.9", now.plus(Duration.ofDays(700)));
    assertArrayEquals(first, Files.readAllBytes(certificate.store()));

    certificate.provide("192.0.2.9", now.plus(Duration.ofDays(800)));
    assertFalse(Arrays.equals(first, Files.readAllBytes(certificate.store())));
  }

  @Test
  void aFileThatIsNoKeyStoreIsToldAndLeftAlone() throws IOException {
    Files.writeString(certificate.store(), "not a key store");

    NotStarted refused =
        assertThrows(NotStarted.class, () -> certificate.provide("127.0.0.1", Instant.now()));

    assertTrue(refused.line().contains(certificate.store().toString()), refused.line());
    assertEquals("not a key store", Files.readString(certificate.store()));
  }

  private X509Certificate read() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(certificate.store())) {
      keys.load(in, AdminCertificate.PASSWORD.toCharArray());
    }
    return (X509Certificate) keys.getCertificate(AdminCertificate.ALIAS);
  }

  private static String names(X509Certificate certificate) throws GeneralSecurityException {
    return String.valueOf(certificate.getSubjectAlternativeNames());
  }
}
