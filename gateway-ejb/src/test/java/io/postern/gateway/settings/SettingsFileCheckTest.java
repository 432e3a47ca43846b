package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As the launcher does it: in a class loader with this archive, the extension API and the YAML
 * reader, no Jakarta.
 */
class SettingsFileCheckTest {

  @TempDir Path folder;

  @Test
  void aRightFileGivesTheStartUpProperties() throws Exception {
    Path file =
        write(
            """
            hostName: gateway.example
            listeners: [{name: a, port: 25}, {name: b, address: "::1", port: 26}]
            data: /var/lib/postern
            limits: {manipulationWorkers: 3}
            """);

    Map<String, String> found = new HashMap<>(check(file));
    assertEquals("3", found.remove("limits.manipulationWorkers"));
    assertEquals(
        Map.of(
            "hostName", "gateway.example",
            "data", "/var/lib/postern",
            "admin.address", "127.0.0.1",
            "admin.port", "8443",
            "smtp.0.name", "a",
            "smtp.0.address", "127.0.0.1",
            "smtp.0.port", "25",
            "smtp.1.name", "b",
            "smtp.1.address", "::1",
            "smtp.1.port", "26"),
        found);
  }

  @Test
  void aWrongFileGivesTheLinesToPrint() throws Exception {
    Path file = write("hostName: a_b\nadmin: {port: x}\n");

    assertEquals(
        """
        postern.yaml line 1, hostName: a_b is not a host name or address
        postern.yaml line 2, admin.port: x is not a port (0 to 65535)""",
        assertThrows(IllegalArgumentException.class, () -> check(file)).getMessage());
  }

  @Test
  void noFileGivesTheDefaults() throws Exception {
    assertEquals("2525", check(null).get("smtp.0.port"));
    assertEquals(Path.of("data"), Path.of(check(null).get("data")));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("postern.yaml"), text);
  }

  private static Map<String, String> check(@Nullable Path file) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (element.contains("snakeyaml-engine")
          || element.contains("extension-api")
          || element.endsWith("gateway-ejb/target/classes")) {
        urls.add(Path.of(element).toUri().toURL());
      }
    }
    assertEquals(3, urls.size(), urls.toString());
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      @SuppressWarnings("unchecked")
      Function<@Nullable Path, Map<String, String>> check =
          (Function<@Nullable Path, Map<String, String>>)
              loader
                  .loadClass("io.postern.gateway.settings.SettingsFileCheck")
                  .getConstructor()
                  .newInstance();
      return check.apply(file);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e);
    }
  }
}
