package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol of sd_notify(3), read by another program's datagram socket. */
final class ServiceManagerTest {

  private static final String READER =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      name = sys.argv[1]
      s.bind(name.replace('@', chr(0), 1) if name.startswith('@') else name)
      print('bound', flush=True)
      print(repr(s.recv(4096)), flush=True)
      """;

  @TempDir private Path folder;

  @Test
  void aSocketInTheFileSystem_getsTheState() throws Exception {
    assertEquals(
        "b'READY=1\\nSTATUS=postern ready'",
        received(folder.resolve("notify").toString(), "READY=1\nSTATUS=postern ready"));
  }

  @Test
  void anAbstractSocket_getsTheState() throws Exception {
    assertEquals(
        "b'WATCHDOG=1'", received("@postern-test-" + ProcessHandle.current().pid(), "WATCHDOG=1"));
  }

  @Test
  void withoutASocketOrWithoutAReader_nothingIsSent() {
    assertFalse(manager(Map.of()).send("READY=1"));
    assertFalse(
        manager(Map.of("NOTIFY_SOCKET", folder.resolve("absent").toString())).send("READY=1"));
    assertFalse(manager(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200))).send("READY=1"));
    assertFalse(manager(Map.of("NOTIFY_SOCKET", "relative")).send("READY=1"));
  }

  @Test
  void theWatchdogsTime_isTheOneMeantForThisProcess() {
    assertEquals(
        Optional.of(Duration.ofSeconds(2)), manager(Map.of("WATCHDOG_USEC", "2000000")).watchdog());
    assertEquals(
        Optional.of(Duration.ofSeconds(2)),
        manager(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "42")).watchdog());
    assertEquals(
        Optional.empty(),
        manager(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "43")).watchdog());
    for (String wrong : List.of("0", "-1", "x", "", "99999999999999999999")) {
      assertEquals(Optional.empty(), manager(Map.of("WATCHDOG_USEC", wrong)).watchdog(), wrong);
    }
  }

  private static ServiceManager manager(Map<String, String> environment) {
    return ServiceManager.ofEnvironment(environment, 42);
  }

  private static String received(String socket, String state) throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "no python3 here to read the datagram");
    Process reader = new ProcessBuilder("/usr/bin/python3", "-c", READER, socket).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("bound", lines.readLine());
      assertTrue(manager(Map.of("NOTIFY_SOCKET", socket)).send(state));
      return String.valueOf(lines.readLine());
    } finally {
      reader.destroy();
    }
  }
}
