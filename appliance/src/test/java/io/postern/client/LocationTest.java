package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.command.CommandFailed;
import io.postern.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which gateway a command finds; this process plays those that run. */
final class LocationTest {

  @TempDir private Path folder;
  private Path files;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeFolder() throws IOException {
    environment.put("XDG_RUNTIME_DIR", folder.toString());
    files = Files.createDirectories(folder.resolve("postern"));
  }

  @Test
  void theOnlyGatewayThatRuns_isFound_whateverItsFolder() throws IOException {
    runs(1, "somewhere", true);
    runs(2, "killed", false);
    assertEquals(folder.resolve("somewhere"), find().data());
    assertEquals("https://127.0.0.1:1", find().running().orElseThrow().admin());
  }

  @Test
  void severalGateways_areNamed_andOneCanBeChosen() throws IOException {
    runs(1, "one", true);
    runs(2, "two", true);
    CommandFailed several = assertThrows(CommandFailed.class, this::find);
    assertEquals(ExitCode.USAGE, several.exitCode());
    assertEquals(
        List.of(
            "several gateways are running; choose one with --data or POSTERN_DATA:",
            "  --data " + folder.resolve("one") + "  (https://127.0.0.1:1)",
            "  --data " + folder.resolve("two") + "  (https://127.0.0.1:2)"),
        several.lines());
    assertEquals(folder.resolve("two"), find(folder.resolve("two")).data());
    environment.put("POSTERN_DATA", folder.resolve("one").toString());
    assertEquals(folder.resolve("one"), find().data());
  }

  @Test
  void aFolderThatIsNamed_goesBeforeWhatRuns() throws IOException {
    runs(1, "one", true);
    Location named = find(folder.resolve("other"));
    assertEquals(folder.resolve("other"), named.data());
    assertEquals(false, named.isRunning());
  }

  @Test
  void withoutAny_theFolderHereIsMeant() {
    assertEquals(Path.of("data").toAbsolutePath(), find().data());
  }

  @Test
  void aStoppedGatewayAndAWrongFolder_areDistinguished() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    assertReason(folder.resolve("nowhere"), "no data folder ");
    assertReason(data, " is not a gateway's data folder: name it with --data or POSTERN_DATA");
    Files.createFile(data.resolve("gateway.lock"));
    assertReason(data, "gateway not running (data folder " + data + ")");
    runFile(1, "data", true).write(RunFile.in(data));
    assertReason(data, "the gateway is starting or stopping");
    runFile(1, "data", false).write(RunFile.in(data));
    assertReason(data, "gateway not running (data folder " + data + ")");
  }

  private void assertReason(Path data, String reason) {
    CommandFailed failed = find(data).unavailable();
    assertEquals(ExitCode.FAILURE, failed.exitCode());
    assertTrue(failed.line().contains(reason), failed.line());
    assertTrue(failed.line().contains(data.toString()), failed.line());
  }

  private Location find() {
    return Location.of(Optional.empty(), environment, false);
  }

  private Location find(Path data) {
    return Location.of(Optional.of(data.toString()), environment, false);
  }

  private void runs(int n, String name, boolean alive) throws IOException {
    Files.createDirectories(folder.resolve(name));
    runFile(n, name, alive).write(RunFile.in(files, n));
    runFile(n, name, alive).write(RunFile.in(folder.resolve(name)));
  }

  private RunFile runFile(int n, String name, boolean alive) {
    RunFile own =
        RunFile.ofThisProcess(folder.resolve(name), "https://127.0.0.1:" + n, "127.0.0.1:" + n);
    return alive
        ? own
        : new RunFile(own.data(), own.pid(), own.started().minusSeconds(999), own.admin(), "");
  }
}
