package io.postern.gateway.export.sql;

import io.postern.gateway.export.TargetUnavailable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * The JDBC drivers: those that come with the gateway, and those whose jar an administrator put into
 * the folder {@code drivers} of the data folder. A driver is loaded once. Thread-safe.
 */
final class Drivers {

  private final Path folder;
  private final ConcurrentMap<String, Driver> loaded = new ConcurrentHashMap<>();

  Drivers(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws TargetUnavailable when there is no such driver; says where one is to be put
   */
  Driver of(Dialect dialect) throws TargetUnavailable {
    Driver known = loaded.get(dialect.driver());
    if (known != null) {
      return known;
    }
    Driver driver = load(dialect);
    loaded.put(dialect.driver(), driver);
    return driver;
  }

  private Driver load(Dialect dialect) throws TargetUnavailable {
    try {
      return instance(dialect.driver(), Drivers.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return added(dialect);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw unusable(dialect, e);
    }
  }

  private Driver added(Dialect dialect) throws TargetUnavailable {
    try {
      // For as long as the process: a driver has threads and cannot be unloaded.
      ClassLoader loader =
          new URLClassLoader(
              "postern-drivers", jars().toArray(URL[]::new), Drivers.class.getClassLoader());
      return instance(dialect.driver(), loader);
    } catch (ClassNotFoundException e) {
      throw new TargetUnavailable(
          "there is no driver of %s; put its jar into %s"
              .formatted(dialect.vendor().shown(), folder),
          e);
    } catch (ReflectiveOperationException | LinkageError | IOException e) {
      throw unusable(dialect, e);
    }
  }

  private static TargetUnavailable unusable(Dialect dialect, Throwable e) {
    return new TargetUnavailable(
        "the driver of %s cannot be used (%s)".formatted(dialect.vendor().shown(), e), e);
  }

  private static Driver instance(String name, ClassLoader loader)
      throws ReflectiveOperationException {
    return (Driver) Class.forName(name, true, loader).getDeclaredConstructor().newInstance();
  }

  private List<URL> jars() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<URL> jars = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(url(file));
      }
      return jars;
    }
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }
}
