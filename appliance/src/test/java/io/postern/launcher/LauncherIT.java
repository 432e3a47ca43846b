package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product's command as a process: what cannot start says why in one line, and at once. */
class LauncherIT {

  private static final Path POSTERN =
      Path.of(System.getProperty("postern.product", "target/postern"), "postern");

  @TempDir Path folder;

  /**
   * The server came with an H2 of its own, which stood first on the class path: the pool wrote the
   * control database with one version, and the launcher checked and restored it with another.
   */
  @Test
  void theProductHasOneH2() throws IOException {
    List<Path> with = new ArrayList<>();
    try (Stream<Path> files = Files.walk(POSTERN.resolveSibling("lib"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jar")).toList()) {
        try (ZipFile jar = new ZipFile(file.toFile())) {
          if (jar.getEntry("org/h2/Driver.class") != null) {
            with.add(file.getFileName());
          }
        }
      }
    }
    assertEquals(List.of(Path.of("h2.jar")), with);
    assertFalse(Files.exists(POSTERN.resolveSibling("lib").resolve("payara/h2.jar")));
  }

  private record Ended(int exitCode, List<String> out, List<String> err) {}

  private Ended postern(String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(POSTERN.toAbsolutePath().toString()));
    line.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int exitCode = builder.start().waitFor();
    return new Ended(exitCode, Files.readAllLines(out), Files.readAllLines(err));
  }

  private void assertRefused(int exitCode, String beginning, Ended ended) {
    assertEquals(List.of(), ended.out());
    assertEquals(1, ended.err().size(), () -> String.join("\n", ended.err()));
    assertTrue(ended.err().getFirst().startsWith(beginning), ended.err().getFirst());
    assertEquals(exitCode, ended.exitCode());
  }

  @Test
  void anUnknownOption() throws Exception {
    assertRefused(2, "postern: unknown option '--bogus'", postern("run", "--bogus"));
  }

  @Test
  void anUnknownSubcommand() throws Exception {
    assertRefused(2, "postern: unknown subcommand 'nonsense'", postern("nonsense"));
  }

  @Test
  void aConfigurationThatIsMissing() throws Exception {
    assertRefused(
        2,
        "postern: cannot read the configuration " + folder.resolve("no.yaml"),
        postern("run", "--config", folder.resolve("no.yaml").toString()));
  }

  @Test
  void aConfigurationThatIsWrong() throws Exception {
    Path config = Files.writeString(folder.resolve("bad.yaml"), "colour: blue\n");

    Ended ended = postern("run", "--config", config.toString());

    assertRefused(2, "postern: bad.yaml line 1, colour", ended);
  }

  @Test
  void anAdministrationPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      Ended ended = postern("run", "--smtp-port", "0", "--admin-port", port);

      assertRefused(
          1, "postern: cannot listen on 127.0.0.1:" + port + " for the administration (", ended);
    }
  }

  @Test
  void anSmtpPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      Ended ended = postern("run", "--smtp-port", port, "--admin-port", "0");

      assertRefused(1, "postern: cannot listen on 127.0.0.1:" + port + " for SMTP (", ended);
    }
  }

  @Test
  void aDataFolderThatAnotherGatewayHas() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (FileChannel other =
        FileChannel.open(
            data.resolve("gateway.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      other.lock();

      Ended ended =
          postern("run", "--data", data.toString(), "--smtp-port", "0", "--admin-port", "0");

      assertRefused(1, "postern: another gateway is running on the data folder ", ended);
    }
  }

  @Test
  void helpIsOnStandardOutput() throws Exception {
    Ended ended = postern("run", "--help");

    assertEquals(0, ended.exitCode());
    assertEquals(List.of(), ended.err());
    assertTrue(ended.out().getFirst().startsWith("usage: postern run"));
  }
}
