package io.postern.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Has the gateway's own class read the configuration before anything is booted, so that a mistake
 * in it costs a second and not ten, and reads as one line.
 *
 * <p>The class is {@code io.postern.gateway.settings.SettingsFileCheck}, a {@code Function<Path,
 * Map<String, String>>}. It answers start-up properties and throws {@link IllegalArgumentException}
 * with the line to print. It lives inside the EAR, whose jars are copied to a temporary folder and
 * loaded apart: none of their classes may meet the server's.
 */
final class SettingsCheck {

  static final String CLASS = "io.postern.gateway.settings.SettingsFileCheck";

  private final Product product;

  SettingsCheck(Product product) {
    this.product = product;
  }

  /**
   * @param config empty for the defaults
   * @return the start-up properties, with the command line's system properties applied
   * @throws NotStarted with the line that says what is wrong
   */
  Map<String, String> read(Optional<Path> config) {
    try {
      Path folder = Files.createTempDirectory("postern-check");
      try {
        return ask(copyJars(folder), config);
      } finally {
        deleteAll(folder);
      }
    } catch (IOException e) {
      throw NotStarted.failed(
          "cannot check the configuration (" + NotStarted.reason(e) + "); not started", e);
    }
  }

  private Map<String, String> ask(List<URL> jars, Optional<Path> config) throws IOException {
    try (URLClassLoader loader =
        new URLClassLoader(
            "settings-check", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      @SuppressWarnings("unchecked") // that is the class's contract, see above
      Function<@Nullable Path, Map<String, String>> check =
          (Function<@Nullable Path, Map<String, String>>)
              loader.loadClass(CLASS).getDeclaredConstructor().newInstance();
      return new LinkedHashMap<>(check.apply(config.orElse(null)));
    } catch (IllegalArgumentException e) {
      // One line per problem; together they are one.
      throw NotStarted.wrong(
          String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; "));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(CLASS + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw NotStarted.failed("the product is not complete: no " + CLASS + " in the EAR", e);
    }
  }

  private List<URL> copyJars(Path folder) throws IOException {
    List<URL> jars = new ArrayList<>();
    jars.add(product.extensionApi().toUri().toURL());
    try (ZipFile ear = new ZipFile(product.gateway().toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) ear.stream().<ZipEntry>map(e -> e)::iterator) {
        if (entry.getName().endsWith(".jar")) {
          Path jar = folder.resolve(jars.size() + ".jar");
          try (InputStream in = ear.getInputStream(entry)) {
            Files.copy(in, jar);
          }
          jars.add(jar.toUri().toURL());
        }
      }
    }
    return jars;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
