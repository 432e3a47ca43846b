package io.postern.gateway.queue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The real OpenMQ in a process of its own, that can be killed and stopped. */
final class BrokerProcess implements AutoCloseable {

  private final Path store;
  private final int port;
  private Process process;

  private BrokerProcess(Path store, int port, Process process) {
    this.store = store;
    this.port = port;
    this.process = process;
  }

  static BrokerProcess start(Path store) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    BrokerProcess broker = new BrokerProcess(store, port, launch(store, port));
    broker.awaitReady();
    return broker;
  }

  private static Process launch(Path store, int port) throws IOException {
    String classPath =
        Broker.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "-Dimq.home=" + Broker.HOME,
                "-Dimq.etchome=" + Broker.HOME.resolve("etc"),
                "-Dimq.libhome=" + Broker.HOME.resolve("lib"),
                "-Dimq.varhome=" + store,
                "-Dimq.hostname=127.0.0.1",
                "-Dimq.service.activelist=jms",
                "-Dimq.portmapper.bind=false",
                "-Dimq.cluster.nocluster=true",
                "-Dimq.jmx.connector.activelist=",
                "-Dimq.jms.tcp.port=" + port,
                "com.sun.messaging.jmq.jmsserver.Broker",
                "-silent"))
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }

  private void awaitReady() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(this::answers);
  }

  private boolean answers() {
    try (Connection connection = connections().createConnection()) {
      return connection.getMetaData() != null;
    } catch (JMSException e) {
      return false;
    }
  }

  ConnectionFactory connections() {
    return Broker.factory("mqtcp://127.0.0.1:" + port + "/jms");
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void restart() throws IOException {
    process = launch(store, port);
    awaitReady();
  }

  void destroyStore() {
    Broker.delete(store);
  }

  /** Lets the process hang. */
  void hang() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
