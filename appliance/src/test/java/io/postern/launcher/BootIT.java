package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product from start to SIGTERM. */
class BootIT {

  private static final Path POSTERN =
      Path.of(System.getProperty("postern.product", "target/postern"), "postern");

  @TempDir Path folder;

  @Test
  void itIsReadyListensOnLoopbackAloneAndStopsInOrder() throws Exception {
    int smtp = Ports.free();
    int admin = Ports.free();
    ProcessBuilder builder =
        new ProcessBuilder(
                POSTERN.toAbsolutePath().toString(),
                "run",
                "--data",
                folder.resolve("data").toString(),
                "--smtp-port",
                String.valueOf(smtp),
                "--admin-port",
                String.valueOf(admin))
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process gateway = builder.start();
    try {
      List<String> console = new ArrayList<>();
      BufferedReader lines = gateway.inputReader();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        console.add(line);
        if (line.startsWith("postern ready")) {
          break;
        }
      }
      assertTrue(console.getLast().startsWith("postern ready"), () -> String.join("\n", console));
      Set<String> listening = listening(gateway.pid());
      assertEquals(Set.of("127.0.0.1:" + smtp, "127.0.0.1:" + admin), listening);

      gateway.destroy();

      assertTrue(gateway.waitFor(60, TimeUnit.SECONDS), "it does not stop");
      assertEquals(0, gateway.exitValue());
    } finally {
      gateway.destroyForcibly();
    }
  }

  /** From the kernel's own tables: the sockets of this process in state LISTEN. */
  private static Set<String> listening(long pid) throws IOException {
    Path process = Path.of("/proc", String.valueOf(pid));
    Assumptions.assumeTrue(Files.isDirectory(process), "no /proc here: the ports are not checked");
    Set<String> inodes = new HashSet<>();
    try (var descriptors = Files.list(process.resolve("fd"))) {
      for (Path descriptor : descriptors.toList()) {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring(8, target.length() - 1));
        }
      }
    }
    Set<String> listening = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields[3].equals("0A") && inodes.contains(fields[9])) {
          listening.add(readable(fields[1]));
        }
      }
    }
    return listening;
  }

  /**
   * {@code 0100007F:20FB}: each 32-bit word in the machine's order, which here is little-endian.
   */
  private static String readable(String local) {
    String address = local.substring(0, local.indexOf(':'));
    int port = Integer.parseInt(local.substring(local.indexOf(':') + 1), 16);
    String host =
        switch (address) {
          case "0100007F", "0000000000000000FFFF00000100007F" -> "127.0.0.1";
          case "00000000", "00000000000000000000000000000000" -> "every interface";
          default -> address;
        };
    return host + ":" + port;
  }
}
