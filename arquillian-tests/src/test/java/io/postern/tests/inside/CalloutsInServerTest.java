package io.postern.tests.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.TestSession;
import io.postern.gateway.callout.CalloutRegistry;
import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.callout.ExtensionPolicy;
import io.postern.gateway.callout.MailObject;
import io.postern.gateway.callout.cdi.CdiExtensions;
import io.postern.gateway.callout.cdi.PayaraServer;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.CommitReader;
import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolOptions;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import io.postern.runtime.DeployedArchives;
import io.postern.tests.inside.witness.Witness;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.naming.InitialContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ByteArrayAsset;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The gateway in one deployment asks the observers of another. */
@ExtendWith(ArquillianExtension.class)
class CalloutsInServerTest {

  private static final String APPLICATION = "witness";

  private final PayaraServer server = new PayaraServer();
  @TempDir Path folder;
  private Spool spool;
  private CalloutRegistry callouts;
  private DeployedArchives deployed;
  private CdiExtensions archives;

  @Deployment
  static WebArchive archive() {
    WebArchive extension =
        ShrinkWrap.create(WebArchive.class)
            .addClass(Witness.class)
            .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    return InServer.archive(CalloutsInServerTest.class)
        .addClass(TestSession.class)
        .addAsResource(new ByteArrayAsset(exported(extension)), "witness.war");
  }

  private static byte[] exported(WebArchive archive) {
    try (InputStream in = archive.as(ZipExporter.class).exportAsInputStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void open() throws Exception {
    ManagedExecutorService manipulation =
        InitialContext.doLookup("concurrent/postern-manipulation");
    spool = Spool.open(SpoolOptions.of(folder.resolve("spool")), Clock.systemUTC(), new NotRead());
    callouts =
        new CalloutRegistry(
            name -> ExtensionPolicy.DEFAULT,
            spool::newContent,
            failure -> {},
            new Notices(Clock.systemUTC(), change -> {}),
            manipulation,
            4);
    deployed = DeployedArchives.take();
    archives = new CdiExtensions(callouts, deployed);
  }

  @AfterEach
  void close() {
    if (server.applications().contains(APPLICATION)) {
      server.undeploy(APPLICATION);
    }
    archives.close();
    deployed.close();
    callouts.close();
    spool.close();
  }

  @Test
  void anArchiveIsAskedFromItsDeploymentToItsUndeployment() throws Exception {
    assertEquals(Map.of(), callouts.callouts(APPLICATION));
    deploy();
    assertEquals(
        Set.of("MessageReceived", "MessageBeforeSpool"), callouts.callouts(APPLICATION).keySet());
    assertTrue(beforeSpool().contains("X-Spool-Loader: own"));
    server.undeploy(APPLICATION);
    assertEquals(Map.of(), callouts.callouts(APPLICATION));
    assertFalse(beforeSpool().contains("X-Spool-Loader"));
  }

  @Test
  void validationIsCalledWithTheClassLoaderOfTheArchive() throws Exception {
    deploy();
    try (CalloutSet set = callouts.open("S1", 1, new HashMap<>())) {
      assertTrue(
          head(set.messageReceived(new TestSession(), mail()).value())
              .contains("X-Received-Loader: own"));
    }
  }

  @Test
  void manipulationIsCalledOnAThreadOfTheManagedExecutor() throws Exception {
    deploy();
    String thread =
        beforeSpool()
            .lines()
            .filter(line -> line.startsWith("X-Spool-Thread: "))
            .findFirst()
            .orElseThrow();
    assertTrue(thread.contains("concurrent/postern-manipulation"), thread);
  }

  @Test
  void beansLiveAsLongAsTheirDeployment() throws Exception {
    deploy();
    assertTrue(beforeSpool().contains("X-Spool-Calls: 1"));
    assertTrue(beforeSpool().contains("X-Spool-Calls: 2"));
    deploy();
    assertTrue(beforeSpool().contains("X-Spool-Calls: 1"));
  }

  private void deploy() throws IOException {
    Path file = folder.resolve("witness.war");
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/witness.war"))) {
      Files.write(file, in.readAllBytes());
    }
    server.deploy(APPLICATION, file, "/extensions/witness");
  }

  private String beforeSpool() throws IOException {
    try (CalloutSet set = callouts.open("S1", 1, new HashMap<>())) {
      return head(set.messageBeforeSpool(new TestSession(), mail()).value());
    }
  }

  private MailObject mail() throws IOException {
    byte[] octets = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
    try (ContentWriter writer = spool.newContent()) {
      writer.write(octets, 0, octets.length);
      return new MailObject(
          Envelope.of(ReversePath.none(), List.of(Mailbox.parse("someone@sink.test"))),
          writer.finish());
    }
  }

  private static String head(MailObject mail) {
    try (Content content = mail.content()) {
      return new String(content.head(), StandardCharsets.US_ASCII);
    }
  }

  /** Nothing is accepted here, so nothing is read. */
  private static final class NotRead implements CommitReader {

    @Override
    public long safePosition() {
      return 0;
    }

    @Override
    public void read(List<Committed> records) {}
  }
}
