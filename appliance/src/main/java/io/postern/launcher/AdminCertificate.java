package io.postern.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The key of the administration's HTTPS listener: {@code data/tls/admin.p12}. Until the
 * administrator puts another one there, it is self-signed, made at the first start and made again
 * before it expires.
 */
final class AdminCertificate {

  /** Payara looks for this alias. */
  static final String ALIAS = "s1as";

  /**
   * The password of Payara's key stores. It keeps no secret: what protects the key is that only the
   * gateway's user can read the file.
   */
  static final String PASSWORD = "changeit";

  private static final String SELF_SIGNED = "OU=self-signed, O=Postern";
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

  private final DataFolder data;
  private final Path store;
  private final StartNotices notices;

  AdminCertificate(DataFolder data, StartNotices notices) {
    this.data = data;
    this.store = data.tls().resolve("admin.p12");
    this.notices = notices;
  }

  Path store() {
    return store;
  }

  /**
   * Makes the key when there is none or ours is about to expire. A file that holds no usable key is
   * set aside for a new one.
   *
   * @param address where the administration listens, to stand in the certificate
   */
  void provide(String address, Instant now) {
    try {
      if (isMissing() || isUnusable() || isOursAndExpiring(now)) {
        generate(address);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw NotStarted.failed(
          "cannot provide the administration's certificate in "
              + store
              + " ("
              + NotStarted.reason(e)
              + "); not started. Delete the file to have a new one made",
          e);
    }
  }

  /** At a first start it is, which is nothing to report. */
  private boolean isMissing() {
    if (Files.exists(store)) {
      return false;
    }
    if (data.hasDatabase()) {
      notices.report(
          "admin.certificate",
          "administration: the certificate "
              + store
              + " was missing; a self-signed one was made, whose fingerprint clients do not know");
    }
    return true;
  }

  /** Whether the file had to be set aside. */
  private boolean isUnusable() throws IOException {
    try {
      certificate();
      return false;
    } catch (IOException | GeneralSecurityException e) {
      notices.setAside(
          store,
          "admin.certificate",
          "administration: cannot use the certificate "
              + store
              + " ("
              + NotStarted.reason(e)
              + "); a self-signed one was made, whose fingerprint clients do not know");
      return true;
    }
  }

  private X509Certificate certificate() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    if (!(keys.getCertificate(ALIAS) instanceof X509Certificate certificate)
        || !(keys.getKey(ALIAS, PASSWORD.toCharArray()) instanceof PrivateKey)) {
      throw new GeneralSecurityException("it holds no key under the alias " + ALIAS);
    }
    return certificate;
  }

  private boolean isOursAndExpiring(Instant now) throws IOException, GeneralSecurityException {
    X509Certificate certificate = certificate();
    return certificate.getSubjectX500Principal().getName().contains("OU=self-signed,O=Postern")
        && certificate.getNotAfter().toInstant().isBefore(now.plus(RENEWED_BEFORE));
  }

  /** The JDK makes certificates only through its tool. */
  private void generate(String address) throws IOException {
    Path fresh = store.resolveSibling("admin.new.p12");
    Files.deleteIfExists(fresh);
    String host = hostName();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", ALIAS));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "825"));
    command.addAll(List.of("-dname", "CN=" + host + ", " + SELF_SIGNED));
    command.addAll(List.of("-ext", "SAN=" + alternativeNames(host, address)));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", fresh.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (exitCode(tool) != 0) {
      throw new IOException("keytool: " + NotStarted.oneLine(said));
    }
    if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    }
    Files.move(fresh, store, StandardCopyOption.REPLACE_EXISTING);
  }

  private static int exitCode(Process tool) throws IOException {
    try {
      return tool.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String alternativeNames(String host, String address) {
    List<String> names = new ArrayList<>(List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"));
    if (!host.equals("localhost")) {
      names.add("dns:" + host);
    }
    if (address.matches("[0-9.]+|.*:.*") && !names.contains("ip:" + address)) {
      names.add("ip:" + address);
    }
    return String.join(",", names);
  }

  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.matches("[A-Za-z][A-Za-z0-9.-]*") ? name : "localhost";
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
