package io.postern.gateway.export.sql;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The machine's own MariaDB, on the loopback address, with data of a test. */
final class RunningMariaDb implements AutoCloseable {

  private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
  private static final Path INSTALL = Path.of("/usr/bin/mariadb-install-db");

  private final Path folder;
  private final int port;
  private Process process;

  private RunningMariaDb(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    process = start();
  }

  /** Skips the test when Debian's packages are not installed. */
  static RunningMariaDb in(Path folder) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isExecutable(SERVER) && Files.isExecutable(INSTALL),
        "skipped: MariaDB (Debian package mariadb-server) is not installed");
    Path data = Files.createDirectory(folder.resolve("mariadb"));
    Process install =
        command(
                folder,
                INSTALL.toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db")
            .start();
    if (!install.waitFor(120, TimeUnit.SECONDS) || install.exitValue() != 0) {
      install.destroyForcibly();
      throw new IOException("mariadb-install-db failed, see " + folder.resolve("mariadb.log"));
    }
    return new RunningMariaDb(folder, freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static ProcessBuilder command(Path folder, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    if (System.getProperty("user.name").equals("root")) {
      all.add("--user=root");
    }
    File log = folder.resolve("mariadb.log").toFile();
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
  }

  private Process start() throws IOException {
    return command(
            folder,
            SERVER.toString(),
            "--no-defaults",
            "--datadir=" + folder.resolve("mariadb"),
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + folder.resolve("s"),
            "--pid-file=" + folder.resolve("pid"))
        .start();
  }

  String url(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
  }

  /** As by a power cut of the machine that it is on, but for the disk's cache. */
  void kill() throws IOException, InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    process = start();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }
}
