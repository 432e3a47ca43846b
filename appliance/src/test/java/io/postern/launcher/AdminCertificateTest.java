package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminCertificateTest {

  @TempDir Path temporary;

  private DataFolder data = new DataFolder(Path.of("unset"));
  private StartNotices notices = new StartNotices(Path.of("unset"), Instant.EPOCH);
  private AdminCertificate certificate = new AdminCertificate(data, notices);

  @BeforeEach
  void prepare() {
    data = new DataFolder(temporary.resolve("data"));
    notices = new StartNotices(data.damaged(), Instant.parse("2026-03-01T08:00:00Z"));
    data.prepare(notices);
    certificate = new AdminCertificate(data, notices);
  }

  @AfterEach
  void forgetNotices() {
    System.clearProperty(StartNotices.PROPERTY);
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
  void oneThatIsMissingIsReportedUnlessTheStartIsTheFirst() throws IOException {
    certificate.provide("192.0.2.9", Instant.now());
    notices.publish();
    assertEquals("", System.getProperty(StartNotices.PROPERTY));

    Files.delete(certificate.store());
    Files.createFile(data.database().resolve("postern.mv.db"));
    certificate.provide("192.0.2.9", Instant.now());

    notices.publish();
    assertTrue(System.getProperty(StartNotices.PROPERTY).startsWith("admin.certificate\t"));
    assertTrue(Files.exists(certificate.store()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a key store", "", "\u0000\u0000"})
  void fileThatIsNoKeyStoreIsSetAsideForANewOne(String content)
      throws IOException, GeneralSecurityException {
    Files.writeString(certificate.store(), content);

    certificate.provide("127.0.0.1", Instant.now());

    assertTrue(names(read()).contains("localhost"));
    assertEquals(content, Files.readString(data.damaged().resolve("admin.p12-20260301T080000Z")));
    assertNotice("admin.certificate\tadministration: cannot use the certificate ");
  }

  @Test
  void keyStoreWithAChangedOctetIsSetAside() throws IOException, GeneralSecurityException {
    certificate.provide("127.0.0.1", Instant.now());
    byte[] octets = Files.readAllBytes(certificate.store());
    for (int at : new int[] {0, octets.length / 2, octets.length - 1}) {
      byte[] changed = octets.clone();
      changed[at] ^= 0x55;
      Files.write(certificate.store(), changed);

      certificate.provide("127.0.0.1", Instant.now());

      assertTrue(names(read()).contains("localhost"));
      assertFalse(Arrays.equals(changed, Files.readAllBytes(certificate.store())), "at " + at);
    }
    assertNotice("admin.certificate\t");
  }

  private void assertNotice(String start) {
    notices.publish();
    String published = System.getProperty(StartNotices.PROPERTY);
    assertTrue(published.startsWith(start), published);
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
