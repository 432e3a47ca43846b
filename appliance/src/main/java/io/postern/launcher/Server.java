package io.postern.launcher;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.AdminCommandRunner;
import fish.payara.micro.boot.PayaraMicroBoot;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Payara Micro in this process. */
final class Server {

  private static final Logger DEPLOYMENTS = Logger.getLogger("javax.enterprise.system.core");

  private final PayaraMicroBoot payara;
  private final PayaraMicroRuntime runtime;
  private final AdminCommands commands;

  private Server(PayaraMicroBoot payara, PayaraMicroRuntime runtime, AdminCommands commands) {
    this.payara = payara;
    this.runtime = runtime;
    this.commands = commands;
  }

  static Server boot(
      Product product,
      DataFolder data,
      AdminCertificate certificate,
      ServerConfiguration configuration) {
    System.setProperty("fish.payara.micro.BootJar", product.bootJar().toUri().toString());
    System.setProperty("fish.payara.micro.UnpackDir", data.server().toString());
    System.setProperty("javax.net.ssl.keyStore", certificate.store().toString());
    System.setProperty("javax.net.ssl.keyStorePassword", AdminCertificate.PASSWORD);
    PayaraMicroBoot payara = instance();
    payara.setRootDir(data.server().toFile());
    payara.setPrintLogo(false);
    // Not also noCluster: Payara then forgets this one, and Hazelcast opens a port everywhere.
    payara.setNoHazelcast(true);
    payara.setPreBootHandler(runner -> configuration.beforeBoot(new AdminCommands(runner)));
    CompletableFuture<AdminCommandRunner> kept = new CompletableFuture<>();
    payara.setPostBootHandler(
        runner -> {
          kept.complete(runner);
          configuration.afterBoot(new AdminCommands(runner));
        });
    try {
      PayaraMicroRuntime runtime = payara.bootStrap();
      return new Server(payara, runtime, new AdminCommands(kept.join()));
    } catch (BootstrapException e) {
      if (e.getCause() instanceof NotStarted ours) {
        throw ours;
      }
      throw NotStarted.failed(
          "the server does not boot (" + NotStarted.reason(e) + "); not started", e);
    }
  }

  /** The instance on this class path; the public method would look for a jar of jars. */
  private static PayaraMicroBoot instance() {
    try {
      return (PayaraMicroBoot)
          Class.forName("fish.payara.micro.impl.PayaraMicroImpl")
              .getMethod("getInstance")
              .invoke(null);
    } catch (ReflectiveOperationException e) {
      throw NotStarted.failed("the product is not complete: Payara Micro is not in lib/payara", e);
    }
  }

  AdminCommands commands() {
    return commands;
  }

  /**
   * @return what the server reported as an error meanwhile: it may say yes although the application
   *     does not run
   * @throws NotStarted when the server refuses it
   */
  String deploy(String name, Path archive) {
    RefusalReason reason = new RefusalReason();
    DEPLOYMENTS.addHandler(reason);
    boolean deployed;
    try {
      deployed = runtime.deploy(archive.toFile());
    } finally {
      DEPLOYMENTS.removeHandler(reason);
    }
    if (!deployed || !runtime.getDeployedApplicationNames().contains(name)) {
      throw NotStarted.failed(
          "the server refused to deploy " + archive.getFileName() + " (" + reason.said + ")");
    }
    return reason.said;
  }

  /** The application first: its packages close while broker and database still answer. */
  void stop(String application) {
    try {
      if (runtime.getDeployedApplicationNames().contains(application)) {
        runtime.undeploy(application);
      }
      payara.shutdown();
    } catch (BootstrapException e) {
      ServerLog.record("the server did not stop in order", e);
    }
  }

  /** The server answers little, and yes even when it failed; its log says why. */
  private static final class RefusalReason extends Handler {

    private static final LogLine LAYOUT = new LogLine();
    private static final String PREAMBLE = "^Exception while deploying the app \\[[^]]*] *:? *";

    private volatile String said = "no reason given";

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
        String message = NotStarted.oneLine(LAYOUT.formatMessage(entry)).replaceFirst(PREAMBLE, "");
        said = message.isEmpty() ? said : message;
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
