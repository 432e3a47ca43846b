package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpTest {

  @TempDir Path data;

  private Map<String, String> properties() {
    return new HashMap<>(
        Map.of(
            "data", data.toString(),
            "admin.address", "127.0.0.1",
            "admin.port", "8443",
            "smtp.0.address", "127.0.0.1",
            "smtp.0.port", "2525",
            "smtp.1.address", "::1",
            "smtp.1.port", "2526"));
  }

  @Test
  void listenersComeInTheirOrder() {
    StartUp startUp = StartUp.of(RunCommandTest.options(List.of()), properties());

    assertEquals(
        List.of(new Endpoint("127.0.0.1", 2525), new Endpoint("::1", 2526)), startUp.smtp());
    assertEquals(new Endpoint("127.0.0.1", 8443), startUp.admin());
  }

  @Test
  void aGatewayThatHasLivedKnowsItsListenersItself() throws IOException {
    Files.createDirectories(data.resolve("db"));
    Files.createFile(data.resolve("db/postern.mv.db"));

    for (List<String> options : List.of(List.<String>of(), List.of("--config", "x.yaml"))) {
      assertEquals(List.of(), StartUp.of(RunCommandTest.options(options), properties()).smtp());
    }
    assertEquals(
        List.of(new Endpoint("127.0.0.1", 2525)),
        StartUp.of(RunCommandTest.options(List.of("--smtp-port", "2525")), properties()).smtp());
  }

  @Test
  void theDatabaseIsInTheDataFolderUnlessSaidOtherwise() {
    Map<String, String> properties = properties();
    assertEquals(
        "jdbc:h2:file:" + data.resolve("db/postern") + ";DB_CLOSE_ON_EXIT=FALSE",
        StartUp.of(RunCommandTest.options(List.of()), properties).database().url());

    properties.put("database.url", "jdbc:postgresql://db.example/postern");
    assertEquals(
        "jdbc:postgresql://db.example/postern",
        StartUp.of(RunCommandTest.options(List.of()), properties).database().url());
  }

  @Test
  void aPropertyThatIsMissingIsNamed() {
    Map<String, String> properties = properties();
    properties.remove("admin.port");

    NotStarted refused =
        assertThrows(
            NotStarted.class, () -> StartUp.of(RunCommandTest.options(List.of()), properties));

    assertEquals(
        "the product is not complete: the settings' check prints no admin.port", refused.line());
  }
}
