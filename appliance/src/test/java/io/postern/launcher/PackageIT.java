package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package: what is in it, and what becomes of a system it is installed on. */
class PackageIT {

  private static final Path PRODUCT =
      Path.of(System.getProperty("postern.product", "target/postern")).toAbsolutePath();
  private static final Path SOURCES = Path.of("src/debian").toAbsolutePath();

  @TempDir static Path folder;
  private static Path archive;
  private static Path extracted;

  private record Ended(int exitCode, String output) {

    String expectSuccess() {
      assertEquals(0, exitCode, output);
      return output;
    }
  }

  @BeforeAll
  static void build() throws Exception {
    assumeTrue(have("dpkg-deb"), "no dpkg-deb here: the Debian package is not tested");
    archive = packageInto(folder.resolve("first"));
    extracted = folder.resolve("extracted");
    run("dpkg-deb", "-x", archive.toString(), extracted.toString()).expectSuccess();
  }

  @Test
  void theSameProductGivesTheSamePackage() throws Exception {
    Path again = packageInto(folder.resolve("second"));

    assertArrayEquals(sha256(archive), sha256(again));
  }

  @Test
  void theFilesWithTheirOwnersAndModes() throws Exception {
    List<String> files =
        run("dpkg-deb", "-c", archive.toString())
            .expectSuccess()
            .lines()
            .map(line -> line.split("\\s+", 6))
            .map(column -> column[0] + " " + column[1] + " " + column[5])
            .toList();

    for (String expected :
        List.of(
            "drwxr-x--- root/root ./etc/postern/",
            "-rw-r----- root/root ./etc/postern/postern.yaml",
            "-rwxr-xr-x root/root ./usr/lib/postern/postern",
            "-rw-r--r-- root/root ./usr/lib/postern/lib/launcher.jar",
            "-rw-r--r-- root/root ./usr/lib/postern/lib/postern.ear",
            "-rw-r--r-- root/root ./usr/lib/postern/lib/payara/boot.jar",
            "-rwxr-xr-x root/root ./usr/lib/postern/runtime/bin/java",
            "-rw-r--r-- root/root ./usr/lib/systemd/system/postern.service",
            "-rw-r--r-- root/root ./usr/lib/sysusers.d/postern.conf",
            "-rw-r--r-- root/root ./usr/lib/tmpfiles.d/postern.conf",
            "-rw-r--r-- root/root ./usr/share/bash-completion/completions/postern",
            "-rw-r--r-- root/root ./usr/share/doc/postern/examples/postern.yaml",
            "lrwxrwxrwx root/root ./usr/bin/postern -> ../lib/postern/postern")) {
      assertTrue(files.contains(expected), () -> expected + " is not in " + files);
    }
    assertEquals(
        List.of(),
        files.stream()
            .filter(file -> file.contains("postern.aot") || !file.contains(" root/root "))
            .toList());
  }

  @Test
  void theConfigurationIsAConffile() throws Exception {
    assertEquals(
        "/etc/postern/postern.yaml",
        run("dpkg-deb", "-I", archive.toString(), "conffiles").expectSuccess().strip());
  }

  @Test
  void aSnapshotIsOlderThanItsRelease() throws Exception {
    String version = run("dpkg-deb", "-f", archive.toString(), "Version").expectSuccess().strip();
    String release = version.replaceFirst("~.*", "");

    assertEquals(
        "postern " + version.replace('~', '-'), installed("version").expectSuccess().strip());
    run("dpkg", "--compare-versions", version, "le", release).expectSuccess();
  }

  /** Modules that nothing names, so that a runtime without them fails only when mail needs them. */
  @Test
  void theRuntimeHasWhatIsFoundByName() throws Exception {
    String runtime = extracted.resolve("usr/lib/postern/runtime/bin/java").toString();

    List<String> modules =
        run(runtime, "--list-modules")
            .expectSuccess()
            .lines()
            .map(line -> line.replaceFirst("@.*", ""))
            .toList();

    for (String expected :
        List.of(
            "java.se",
            "jdk.charsets",
            "jdk.crypto.ec",
            "jdk.localedata",
            "jdk.naming.dns",
            "jdk.security.auth",
            "jdk.unsupported",
            "jdk.zipfs")) {
      assertTrue(modules.contains(expected), () -> expected + " is not in " + modules);
    }
  }

  @Test
  void theInstalledCommandFindsTheConfigurationRight() throws Exception {
    Path config = extracted.resolve("etc/postern/postern.yaml");

    assertEquals(
        config + ": configuration OK",
        installed("check", config.toString()).expectSuccess().strip());
  }

  @Test
  void theInstalledCommandHasNoSourcesToPackage() throws Exception {
    assertEquals(
        new Ended(2, "postern: package needs the sources; this is an installed product\n"),
        installed("package"));
  }

  @Test
  void theScriptsAreRight() throws Exception {
    for (String script : List.of("postinst", "prerm", "postrm", "../../package", "../../runtime")) {
      String path = SOURCES.resolve(script).toString();
      run("sh", "-n", path).expectSuccess();
      if (have("shellcheck")) {
        run("shellcheck", path).expectSuccess();
      }
    }
  }

  @Test
  void systemdUnderstandsTheUnit() throws Exception {
    assumeTrue(have("systemd-analyze"), "no systemd-analyze here: the unit is not verified");
    Path unit = extracted.resolve("usr/lib/systemd/system/postern.service");

    // The command is not at its place on this machine.
    Path here = folder.resolve("postern.service");
    Files.writeString(
        here, Files.readString(unit).replace("/usr/lib/postern/", extracted + "/usr/lib/postern/"));

    // Other units of this machine have their own faults.
    assertEquals(
        List.of(),
        run("systemd-analyze", "verify", here.toString())
            .output()
            .lines()
            .filter(line -> line.contains("postern"))
            .toList());
  }

  /** Into a folder, with the maintainer scripts run outside of it by {@code DPKG_ROOT}. */
  @Test
  void anUpgradeKeepsChangesAndRemovalKeepsMailAndPurgeKeepsNothing() throws Exception {
    for (String program :
        List.of("dpkg", "systemd-sysusers", "systemd-tmpfiles", "deb-systemd-helper")) {
      assumeTrue(have(program), "no " + program + " here: the installation is not tested");
    }
    assumeTrue(
        run("id", "-u").output().strip().equals("0"),
        "not the superuser: the installation is not tested");
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectories(root.resolve("var/lib/dpkg/info"));
    Files.createDirectories(root.resolve("var/lib/dpkg/updates"));
    Files.createFile(root.resolve("var/lib/dpkg/status"));
    Files.createDirectory(root.resolve("etc"));
    Path config = root.resolve("etc/postern/postern.yaml");
    Path data = root.resolve("var/lib/postern");
    Path enabled = root.resolve("etc/systemd/system/multi-user.target.wants/postern.service");

    dpkg(root, "--install", archive.toString());

    Object user = Files.getAttribute(data, "unix:uid");
    assertTrue(
        Files.readString(root.resolve("etc/passwd")).contains("postern:x:" + user + ":"),
        "the data folder belongs to " + user);
    assertEquals("rwx------", mode(data));
    assertEquals("rw-r-----", mode(config));
    assertEquals(
        Files.getAttribute(data, "unix:gid"), Files.getAttribute(config, "unix:gid"), "group");
    assertTrue(Files.exists(enabled, LinkOption.NOFOLLOW_LINKS), "the unit is enabled");

    Files.writeString(config, "hostName: gateway.example.com\n", StandardOpenOption.APPEND);
    Path mail = Files.writeString(data.resolve("mail"), "kept");
    Path cache = Files.writeString(root.resolve("usr/lib/postern/lib/postern.aot"), "stale");
    dpkg(root, "--install", archive.toString());

    assertTrue(Files.readString(config).endsWith("hostName: gateway.example.com\n"));
    assertTrue(Files.exists(mail));
    assertFalse(Files.exists(cache), "the AOT cache of the version before");
    assertEquals("rw-r-----", mode(config));

    dpkg(root, "--remove", "postern");

    assertTrue(Files.exists(mail));
    assertTrue(Files.exists(config));
    assertFalse(Files.exists(root.resolve("usr/lib/postern")));

    dpkg(root, "--purge", "postern");

    try (Stream<Path> left = Files.walk(root)) {
      assertEquals(
          List.of(),
          left.filter(path -> path.getFileName().toString().startsWith("postern")).toList());
    }
  }

  private static void dpkg(Path root, String... words) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                "dpkg",
                "--root=" + root,
                "--log=" + folder.resolve("dpkg.log"),
                "--force-script-chrootless",
                // What it depends on is on this machine, not in the folder.
                "--force-depends"));
    line.addAll(List.of(words));
    run(line.toArray(String[]::new)).expectSuccess();
  }

  private static Path packageInto(Path target) throws Exception {
    Ended made =
        run(SOURCES.resolve("../../package").toString(), PRODUCT.toString(), target.toString());
    return Path.of(made.expectSuccess().strip());
  }

  private static Ended installed(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(extracted.resolve("usr/bin/postern").toString()));
    line.addAll(List.of(words));
    return run(line.toArray(String[]::new));
  }

  private static boolean have(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static byte[] sha256(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return digest.digest();
  }

  private static Ended run(String... line) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output;
    try (var lines = process.inputReader()) {
      output = lines.lines().map(said -> said + "\n").collect(Collectors.joining());
    }
    return new Ended(process.waitFor(), output);
  }
}
