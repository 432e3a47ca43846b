package io.postern.gateway.controldb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.h2.Driver;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control database in its file is brought to the newest schema, or stays as it is. */
class MigrationsTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

  /** Of what was released; a change of it would leave databases that differ. */
  private static final List<String> RELEASED =
      List.of("235c5cd6ed781b0fd0c4e5c4259ba53287dfe567d60ff535e0e948f05effa853");

  private static final String CHANGES =
      """
      ALTER TABLE postern_user ADD COLUMN IF NOT EXISTS note VARCHAR(100) DEFAULT '' NOT NULL;
      UPDATE postern_user SET role = 'OPERATOR';
      """;

  @TempDir Path data;

  private Path file;

  @BeforeEach
  void begin() throws IOException {
    file = data.resolve("db/postern.mv.db");
    Files.createDirectories(data.resolve("db"));
  }

  @Test
  void eachReleasedMigration_isAsItWas() throws Exception {
    List<String> digests = new ArrayList<>();
    for (MigrationScript script : Migrations.ofThisVersion().scripts()) {
      StringWriter text = new StringWriter();
      script.read().transferTo(text);
      byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
      digests.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets)));
    }
    assertEquals(RELEASED, digests);
  }

  @Test
  void theMigrations_areNumberedFromOneAndLeaveOutNone() throws IOException {
    List<MigrationScript> scripts = Migrations.ofThisVersion().scripts();
    for (int i = 0; i < scripts.size(); i++) {
      String name = scripts.get(i).getFilename();
      assertTrue(name.startsWith("V" + (i + 1) + "__"), name);
    }
    try (Stream<Path> files =
        Files.list(MODULE.resolve("src/main/resources/io/postern/gateway/controldb"))) {
      assertEquals(scripts.size(), files.filter(path -> path.toString().endsWith(".sql")).count());
    }
  }

  /** The oldest whose data has to be taken over; it counted no changes and had no such history. */
  @Test
  void theDatabaseOfCommit16c81fb_keepsUsersSettingsAndExtensions() throws Exception {
    unpackFirstVersion();
    String digest = state().digest();
    ControlDatabaseFile database = file(Migrations.ofThisVersion());
    assertEquals(Optional.empty(), database.objection());

    database.migrate();

    assertEquals(Optional.empty(), database.objection());
    Schema.migrate(source());
    assertEquals(Optional.empty(), database.objection());
    assertEquals(1, schema());
    assertEquals(digest, state().digest());
    assertEquals(
        List.of("admin " + Role.ADMINISTRATOR), rows("SELECT name, role FROM postern_user"));
    assertEquals(List.of("1 postern"), rows("SELECT revision, author FROM postern_settings"));
    assertEquals(List.of("header-stamp 1"), rows("SELECT name, revision FROM postern_extension"));
    assertEquals(List.of("0 0"), rows("SELECT number, number FROM postern_change"));
  }

  /** As each version between that one and the first with migrations wrote it. */
  @Test
  void aDatabaseWithAllTablesAndNoHistory_isTakenAsItIs() throws Exception {
    lived();
    sql("DROP TABLE \"" + Migrations.HISTORY + "\"");
    ControlState before = state();
    ControlDatabaseFile database = file(Migrations.ofThisVersion());
    assertEquals(Optional.empty(), database.objection());

    database.migrate();
    Schema.migrate(source());

    assertEquals(Optional.empty(), database.objection());
    assertEquals(before.digest(), state().digest());
    assertEquals(List.of(before.change() + 1), changesOfCopies());
  }

  @Test
  void aDatabaseOfThisVersion_isNotTouched() throws Exception {
    lived();
    byte[] before = Files.readAllBytes(file);

    file(Migrations.ofThisVersion()).migrate();

    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void withoutADatabase_noneIsMade() throws Exception {
    file(Migrations.ofThisVersion()).migrate();

    assertEquals(List.of(), databases());
  }

  @Test
  void aMigration_isPerformedAndCountsAsAChange() throws Exception {
    lived();
    ControlDatabaseFile database = file(followedBy(CHANGES));

    database.migrate();

    assertEquals(Optional.empty(), database.objection());
    Schema.migrate(source(), followedBy(CHANGES));
    assertEquals(Optional.empty(), database.objection());
    assertEquals(2, schema());
    assertEquals(List.of("bob OPERATOR"), rows("SELECT name, role FROM postern_user"));
    assertEquals(List.of(2L, 1L), changesOfCopies());
    assertEquals(List.of("postern.mv.db"), databases());
  }

  /** H2 keeps what a migration did before it failed. */
  @Test
  void aMigrationThatFails_leavesTheFileAsItWas() throws Exception {
    lived();
    byte[] before = Files.readAllBytes(file);
    ControlDatabaseFile database =
        file(followedBy(CHANGES + "INSERT INTO postern_none VALUES (1);\n"));

    String line =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, database::migrate).getMessage());

    assertTrue(
        line.startsWith(file + " cannot be brought from schema 1 to 2 (")
            && line.contains("POSTERN_NONE")
            && line.endsWith("); not started, it is as it was: start the version that wrote it"),
        line);
    assertEquals(1, line.lines().count());
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(List.of("postern.mv.db"), databases());
  }

  @Test
  void whatAnEndedMigrationLeft_isNoHindrance() throws Exception {
    lived();
    Files.writeString(data.resolve("db/migrated.mv.db"), "half a database");

    file(followedBy(CHANGES)).migrate();

    assertEquals(2, schema());
    assertEquals(List.of("postern.mv.db"), databases());
  }

  /** The folder may lie on another disk than the file. */
  @Test
  void aLinkToTheDatabase_staysOne() throws Exception {
    lived();
    Path elsewhere = data.resolve("elsewhere.mv.db");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);

    file(followedBy(CHANGES)).migrate();

    assertEquals(elsewhere, Files.readSymbolicLink(file));
    assertEquals(2, schema());
  }

  /** As after an update that was taken back. */
  @Test
  void aNewerSchema_isRefusedInOneLineAndLeftAlone() throws Exception {
    lived();
    file(followedBy(CHANGES)).migrate();
    byte[] before = Files.readAllBytes(file);
    ControlDatabaseFile database = file(Migrations.ofThisVersion());

    assertEquals(
        Optional.of(
            file
                + " has schema 2, this version reads schemas up to 1 (start the newer version that"
                + " wrote it)"),
        database.objection());

    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void aCopyOfANewerSchema_isNotRestored() throws Exception {
    lived();
    file(followedBy(CHANGES)).migrate();
    Schema.migrate(source(), followedBy(CHANGES));
    byte[] before = Files.readAllBytes(file);
    ControlDatabaseFile database = file(Migrations.ofThisVersion());
    String newest = String.valueOf(database.copies().getFirst().file().getFileName());
    String older = String.valueOf(database.copies().getLast().file().getFileName());

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> database.restore(newest));

    assertEquals(
        "the copy " + newest + " has schema 2, this version reads schemas up to 1",
        refused.getMessage());
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(List.of("postern.mv.db"), databases());
    database.restore(older);
    assertEquals(Optional.empty(), database.objection());
  }

  private void lived() throws SQLException {
    Schema.migrate(source());
    sql(
        "INSERT INTO postern_user VALUES ('bob', 'h', 'ADMINISTRATOR', NOW(), NOW(), TRUE)",
        "UPDATE postern_change SET number = number + 1");
    try (Connection connection = source().getConnection()) {
      ControlCopies.makeOf(connection);
    }
  }

  private void unpackFirstVersion() throws IOException {
    Path recorded =
        MODULE.resolve("../arquillian-tests/src/test/resources/data-folders/16c81fb.zip");
    try (ZipFile zip = new ZipFile(recorded.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("db/postern.mv.db"))) {
      Files.copy(in, file);
    }
  }

  private ControlDatabaseFile file(Migrations migrations) {
    return new ControlDatabaseFile(data, new Driver(), "postern", "postern", migrations);
  }

  /** Those of this version and one more, as a later version has. */
  static Migrations followedBy(String script) {
    List<MigrationScript> scripts = new ArrayList<>(Migrations.ofThisVersion().scripts());
    scripts.add(new MigrationScript("V2__more.sql", script));
    return new Migrations(scripts);
  }

  private List<String> databases() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("db"))) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private List<Long> changesOfCopies() throws IOException {
    return new ControlCopies(data).newestFirst().stream().map(ControlCopy::change).toList();
  }

  private int schema() throws SQLException {
    try (Connection connection = source().getConnection()) {
      return Migrations.schemaOf(connection);
    }
  }

  private ControlState state() throws SQLException {
    try (Connection connection = source().getConnection()) {
      return ControlState.of(connection);
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

  /** Of two columns each. */
  private List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        rows.add(found.getString(1) + " " + found.getString(2));
      }
    }
    return rows;
  }

  private JdbcDataSource source() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:file:" + data.resolve("db/postern"));
    source.setUser("postern");
    source.setPassword("postern");
    return source;
  }
}
