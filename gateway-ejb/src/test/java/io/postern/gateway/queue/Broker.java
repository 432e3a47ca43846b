package io.postern.gateway.queue;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The real OpenMQ, in this JVM, talked to in memory and without a port. Its jars are unpacked by
 * the build and not on the class path; so all is by reflection.
 */
public final class Broker implements AutoCloseable {

  private static final String RUNTIME = "com.sun.messaging.jmq.jmsclient.runtime.";
  private static final String LISTENER = "com.sun.messaging.jmq.jmsservice.BrokerEventListener";

  static final Path HOME = Path.of("target", "openmq", "mq").toAbsolutePath();

  /** One for all tests, as OpenMQ keeps its state in static fields. */
  private static final ClassLoader LOADER = loader();

  private final Path store;
  private final Object instance;
  private final Class<?> type;

  private Broker(Path store, Object instance, Class<?> type) {
    this.store = store;
    this.instance = instance;
    this.type = type;
  }

  /** Starts with the store in the folder, which may hold one already. One at a time. */
  public static Broker start(Path store) {
    try {
      Class<?> runtime = LOADER.loadClass(RUNTIME + "ClientRuntime");
      Class<?> type = LOADER.loadClass(RUNTIME + "BrokerInstance");
      Class<?> listenerType = LOADER.loadClass(LISTENER);
      Object listener =
          Proxy.newProxyInstance(
              LOADER,
              new Class<?>[] {listenerType},
              (proxy, method, args) -> method.getReturnType() == boolean.class ? true : null);
      Object instance =
          runtime
              .getMethod("createBrokerInstance")
              .invoke(runtime.getMethod("getRuntime").invoke(null));
      String[] args = {"-imqhome", HOME.toString(), "-varhome", store.toString(), "-silent"};
      Properties properties =
          (Properties) type.getMethod("parseArgs", String[].class).invoke(instance, (Object) args);
      properties.setProperty("imq.portmapper.bind", "false");
      properties.setProperty("imq.cluster.nocluster", "true");
      properties.setProperty("imq.jmx.connector.activelist", "");
      properties.setProperty("imq.autocreate.destination.maxNumMsgs", "-1");
      type.getMethod("init", Properties.class, listenerType).invoke(instance, properties, listener);
      type.getMethod("start").invoke(instance);
      return new Broker(store, instance, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot start the broker", e);
    }
  }

  public ConnectionFactory connections() {
    return factory("mq://localhost/direct");
  }

  /** A factory of OpenMQ's own client. */
  static ConnectionFactory factory(String addresses) {
    try {
      Class<?> type = LOADER.loadClass("com.sun.messaging.ConnectionFactory");
      Object factory = type.getConstructor().newInstance();
      type.getMethod("setProperty", String.class, String.class)
          .invoke(factory, "imqAddressList", addresses);
      return (ConnectionFactory) factory;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a connection factory", e);
    }
  }

  /** Stops and forgets everything. */
  public void destroyStore() {
    close();
    delete(store);
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      type.getMethod("stop").invoke(instance);
      type.getMethod("shutdown").invoke(instance);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot stop the broker", e);
    }
  }

  private static ClassLoader loader() {
    return new URLClassLoader(
        jars().stream().map(Broker::url).toArray(URL[]::new), Broker.class.getClassLoader());
  }

  static List<Path> jars() {
    List<Path> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(HOME.resolve("lib"))) {
      files.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
    } catch (IOException e) {
      throw new UncheckedIOException("the build unpacks the broker before the tests", e);
    }
    return jars;
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
