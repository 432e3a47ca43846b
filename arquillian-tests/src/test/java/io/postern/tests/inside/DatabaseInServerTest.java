package io.postern.tests.inside;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.access.Role;
import io.postern.gateway.access.User;
import io.postern.gateway.access.UserRefused;
import io.postern.gateway.access.Users;
import io.postern.gateway.callout.cdi.ExtensionArchive;
import io.postern.gateway.callout.cdi.ExtensionArchives;
import io.postern.gateway.controldb.Schema;
import io.postern.gateway.settings.SettingsRevision;
import io.postern.gateway.settings.SettingsRevisions;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The persistence unit on the server's data source and in its transactions, with the server's own
 * woven EclipseLink. Each test has names of its own, as they share the database.
 */
@ExtendWith(ArquillianExtension.class)
class DatabaseInServerTest {

  private static final Instant NOW = Instant.parse("2026-10-25T00:30:00.123456Z");

  @Deployment
  static WebArchive archive() {
    return InServer.archive(DatabaseInServerTest.class);
  }

  @BeforeEach
  void createTables() throws NamingException {
    Schema.migrate(InitialContext.doLookup("jdbc/postern"));
  }

  @Test
  void eachCallIsATransactionOfItsOwn() throws Exception {
    String given = users().create("zoe", Role.AUDITOR);
    assertEquals(Role.AUDITOR, users().authenticate("zoe", given).orElseThrow().role());

    users().choosePassword("zoe", "correct horse battery", List.of());
    assertEquals(Optional.empty(), users().authenticate("zoe", given));
    assertEquals(
        Optional.of(false),
        users().authenticate("zoe", "correct horse battery").map(User::mustChange));
  }

  @Test
  void callsJoinTheCallersTransactionAndAreUndoneWithIt() throws Exception {
    UserTransaction transaction = transaction();
    transaction.begin();
    users().create("eve", Role.OPERATOR);
    SettingsRevision undone = add("hostName: eve.example\n");
    assertEquals(Optional.of(undone), revisions().newest());
    transaction.rollback();

    assertEquals(Optional.empty(), users().named("eve"));
    assertEquals(Optional.empty(), revisions().newest().filter(undone::equals));
  }

  @Test
  void aRefusalReachesTheCallerAsItIsAndUndoesTheTransaction() throws Exception {
    users().create("bob", Role.OPERATOR);
    UserTransaction transaction = transaction();
    transaction.begin();
    users().create("mallory", Role.OPERATOR);
    assertThrows(UserRefused.class, () -> users().create("bob", Role.AUDITOR));
    assertEquals(Status.STATUS_MARKED_ROLLBACK, transaction.getStatus());
    transaction.rollback();

    assertEquals(Optional.empty(), users().named("mallory"));
  }

  @Test
  void revisionsOfTheSettingsComeBackAsTheyWereStored() throws Exception {
    SettingsRevision first = add("hostName: one.example\n");
    SettingsRevision second = add("hostName: zwei.example # \u00fc\n".repeat(5000));

    assertEquals(Optional.of(first), revisions().numbered(first.number()));
    assertEquals(List.of(second, first), revisions().latest(2));
  }

  @Test
  void anArchiveIsKeptOctetForOctet() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(7).nextBytes(content);
    ExtensionArchive archive =
        new ExtensionArchive("stamp", 1, "stamp.war", "ab".repeat(32), true, "admin", NOW, true);

    archives().add(archive, content);

    assertEquals(List.of(archive), archives().all());
    assertArrayEquals(content, archives().content("stamp", 1).orElseThrow());
  }

  private static SettingsRevision add(String source) throws NamingException {
    return revisions().add(source, Path.of("/etc/postern"), "admin", "a test", NOW);
  }

  private static Users users() throws NamingException {
    return InitialContext.doLookup("java:module/Users");
  }

  private static SettingsRevisions revisions() throws NamingException {
    return InitialContext.doLookup("java:module/SettingsRevisions");
  }

  private static ExtensionArchives archives() throws NamingException {
    return InitialContext.doLookup("java:module/ExtensionArchives");
  }

  private static UserTransaction transaction() throws NamingException {
    return InitialContext.doLookup("java:comp/UserTransaction");
  }
}
