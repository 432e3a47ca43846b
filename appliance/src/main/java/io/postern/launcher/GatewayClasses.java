package io.postern.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Classes of the gateway for use without the server. They live inside the EAR, whose jars are
 * copied to a temporary folder and loaded apart: none of them may meet the server's.
 */
final class GatewayClasses implements AutoCloseable {

  private final Path folder;
  private final URLClassLoader loader;

  private GatewayClasses(Path folder, URLClassLoader loader) {
    this.folder = folder;
    this.loader = loader;
  }

  static GatewayClasses of(Product product) throws IOException {
    Path folder = Files.createTempDirectory("postern-classes");
    try {
      return new GatewayClasses(
          folder,
          new URLClassLoader(
              "gateway-classes",
              jars(product, folder).toArray(URL[]::new),
              ClassLoader.getPlatformClassLoader()));
    } catch (IOException e) {
      deleteAll(folder);
      throw e;
    }
  }

  private static List<URL> jars(Product product, Path folder) throws IOException {
    List<URL> jars = new ArrayList<>();
    jars.add(product.extensionApi().toUri().toURL());
    jars.add(product.database().toUri().toURL());
    try (ZipFile ear = new ZipFile(product.gateway().toFile())) {
      for (ZipEntry entry : ear.stream().<ZipEntry>map(e -> e).toList()) {
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

  /**
   * A new instance.
   *
   * @throws NotStarted when the EAR lacks the class
   */
  Object instance(String type) {
    try {
      return loader.loadClass(type).getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw NotStarted.failed("the product is not complete: no " + type + " in the EAR", e);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
    deleteAll(folder);
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
