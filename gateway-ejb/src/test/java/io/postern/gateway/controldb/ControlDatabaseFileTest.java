package io.postern.gateway.controldb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.h2.Driver;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lost or damaged control database is not a first start. A gateway whose database was deleted
 * once printed a new password and passed all mail, as it had forgotten its extensions.
 */
class ControlDatabaseFileTest {

  @TempDir Path data;

  private Path file;
  private ControlDatabaseFile database;

  @BeforeEach
  void begin() {
    file = data.resolve("db/postern.mv.db");
    database =
        new ControlDatabaseFile(
            data, new Driver(), "postern", "postern", Migrations.ofThisVersion());
  }

  @Test
  void anEmptyDataFolder_isAFirstStart() throws IOException {
    assertEquals(Optional.empty(), database.objection());
  }

  @Test
  void aDatabaseWithAUser_isUsed() throws Exception {
    lived("bob");

    assertEquals(Optional.empty(), database.objection());
  }

  /** The first versions counted no changes and made no copies. */
  @Test
  void aDatabaseOfAnEarlierVersion_isUsed() throws Exception {
    lived("bob");
    sql("DROP TABLE postern_change", "DROP TABLE \"postern_schema_history\"");
    for (ControlCopy copy : database.copies()) {
      Files.delete(copy.file());
    }

    assertEquals(Optional.empty(), database.objection());
    Schema.migrate(source());
    assertEquals(Optional.empty(), database.objection());
    assertEquals(1, database.copies().size());
  }

  @Test
  void aDatabaseThatLostItsCount_isNotUsed() throws Exception {
    lived("bob");
    sql("DROP TABLE postern_change");

    assertObjection("is older than its newest copy (change 0, the copy has 1)");
  }

  @Test
  void aDatabaseThatIsGone_isLost() throws Exception {
    lived("bob");
    Files.delete(file);

    assertObjection("is missing, although a gateway has lived here (spool/, db-copies/)");
  }

  @Test
  void aDatabaseThatWasEmptied_isLost() throws Exception {
    lived("bob");
    Files.write(file, new byte[0]);

    assertObjection("is empty, although a gateway has lived here");
  }

  @Test
  void aDatabaseWithoutUsers_isLost() throws Exception {
    lived("bob");
    sql("DELETE FROM postern_user");

    assertObjection("has no users, although a gateway has lived here");
  }

  @Test
  void aDatabaseWithoutTables_isLost() throws Exception {
    lived("bob");
    sql("DROP ALL OBJECTS");

    assertObjection("has no tables, although a gateway has lived here");
  }

  @Test
  void aDatabaseThatCannotBeRead_isNotUsed() throws Exception {
    lived("bob");
    Files.writeString(file, "not a database".repeat(1_000));

    assertObjection("cannot be read");
  }

  /** H2 opens a file that was cut as it was some changes before. */
  @Test
  void aDatabaseThatWentBack_isNotUsed() throws Exception {
    lived("bob");
    byte[] before = Files.readAllBytes(file);
    change("INSERT INTO postern_settings VALUES (1, 'a', NOW(), '', '/', 'x')");
    Files.write(file, before);

    assertObjection("is older than its newest copy (change 1, the copy has 2)");
  }

  @Test
  void aDatabaseCutAtAnyPlace_isNotTakenForWhole() throws Exception {
    lived("bob");
    change("INSERT INTO postern_settings VALUES (1, 'a', NOW(), '', '/', 'x')");
    byte[] whole = Files.readAllBytes(file);

    for (int percent = 5; percent < 100; percent += 5) {
      Files.write(file, whole);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate((long) whole.length * percent / 100);
      }
      Optional<String> objection = database.objection();
      assertTrue(objection.isPresent() || sameState(), "cut at " + percent + " %");
    }
  }

  /** H2 has no checksum over its rows. */
  @Test
  void aDatabaseThatDiffersFromItsCopy_isNotUsed() throws Exception {
    lived("bob");
    sql("UPDATE postern_user SET password_hash = 'forged'");

    assertObjection("differs from the copy that was made of it (change 1)");
  }

  @Test
  void aCopyThatIsRestored_hasWhatTheDatabaseHad() throws Exception {
    lived("bob");
    String copy = newestCopy();
    change("INSERT INTO postern_user VALUES ('eve', 'h', 'AUDITOR', NOW(), NOW(), TRUE)");
    Files.delete(file);

    assertEquals(Optional.empty(), database.restore(copy));

    assertEquals(Optional.empty(), database.objection());
    assertEquals(1, state().users());
  }

  @Test
  void theDatabaseThatACopyReplaces_isKept() throws Exception {
    lived("bob");
    Files.writeString(file, "damaged");

    Path kept = database.restore(newestCopy()).orElseThrow();

    assertEquals("damaged", Files.readString(kept));
    assertTrue(kept.startsWith(data.resolve("damaged")));
  }

  @Test
  void aDamagedCopy_changesNothing() throws Exception {
    lived("bob");
    Path copy = data.resolve("db-copies").resolve(newestCopy());
    byte[] octets = Files.readAllBytes(copy);
    octets[octets.length / 2] ^= 0x55;
    Files.write(copy, octets);
    byte[] before = Files.readAllBytes(file);

    assertThrows(IllegalArgumentException.class, () -> database.restore(newestCopy()));

    assertEquals(before.length, Files.size(file));
    assertFalse(database.copies().getFirst().isComplete());
    assertEquals(Optional.empty(), database.objection());
  }

  @Test
  void aNewDatabaseThatIsWanted_isAFirstStartWithoutTheOldOne() throws Exception {
    lived("bob");

    Path kept = database.startNew().orElseThrow();

    assertTrue(Files.size(kept) > 0);
    assertEquals(Optional.empty(), database.objection());
    new LivedFolder(data).requireFirstStart();
    lived("new");
    new LivedFolder(data).begun();
    assertEquals(Optional.empty(), database.objection());
  }

  /** What it leads to may be a disk that is not there; no start may write through it. */
  @Test
  void aLinkThatLeadsNowhere_isNotUsedAndMakesRoomForANewDatabase() throws Exception {
    Path elsewhere = data.resolve("not-mounted/postern.mv.db");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, elsewhere);
    assertObjection("postern.mv.db is a symbolic link that leads nowhere");

    Path kept = database.startNew().orElseThrow();

    assertEquals(elsewhere, Files.readSymbolicLink(kept));
    assertEquals(Optional.empty(), database.objection());
    assertTrue(Files.notExists(file, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void withoutThatWish_noFirstUserIsCreated() throws Exception {
    lived("bob");

    assertThrows(ControlDatabaseUnavailable.class, () -> new LivedFolder(data).requireFirstStart());
  }

  @Test
  void theLastSevenCopiesAreKept() throws Exception {
    lived("bob");
    for (int i = 1; i <= 10; i++) {
      change("INSERT INTO postern_settings VALUES (" + i + ", 'a', NOW(), '', '/', 'x')");
    }

    assertEquals(
        List.of(11L, 10L, 9L, 8L, 7L, 6L, 5L),
        database.copies().stream().map(ControlCopy::change).toList());
  }

  @Test
  void aChangeThatChangesNothing_makesNoCopy() throws Exception {
    lived("bob");

    change("DELETE FROM postern_settings");

    assertEquals(List.of(2L), database.copies().stream().map(ControlCopy::change).toList());
  }

  private void assertObjection(String part) throws IOException {
    String objection = database.objection().orElse("none");
    assertTrue(objection.contains(part), objection);
  }

  /** A gateway began here: it has a user, a spool, and a copy. */
  private void lived(String user) throws Exception {
    Files.createDirectories(file.getParent());
    Schema.migrate(source());
    change(
        "INSERT INTO postern_user VALUES ('%s', 'h', 'ADMINISTRATOR', NOW(), NOW(), TRUE)"
            .formatted(user));
    Files.createDirectories(data.resolve("spool"));
    Files.writeString(data.resolve("spool/segment"), "x");
  }

  private void change(String command) throws SQLException {
    sql("UPDATE postern_change SET number = number + 1", command);
    try (Connection connection = source().getConnection()) {
      ControlCopies.makeOf(connection);
    }
  }

  private void sql(String... commands) throws SQLException {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private ControlState state() throws SQLException {
    try (Connection connection = source().getConnection()) {
      return ControlState.of(connection);
    }
  }

  private boolean sameState() throws SQLException, IOException {
    return state().digest().equals(database.copies().getFirst().digest());
  }

  private String newestCopy() throws IOException {
    return String.valueOf(database.copies().getFirst().file().getFileName());
  }

  private JdbcDataSource source() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:file:" + data.resolve("db/postern"));
    source.setUser("postern");
    source.setPassword("postern");
    return source;
  }
}
