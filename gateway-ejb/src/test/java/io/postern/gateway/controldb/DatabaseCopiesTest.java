package io.postern.gateway.controldb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that failed or is damaged was once noticed by who needed it, too late. */
class DatabaseCopiesTest {

  @TempDir Path data;

  private JdbcDataSource database;
  private DatabaseCopies copies;

  @BeforeEach
  void live() throws Exception {
    database = new JdbcDataSource();
    database.setURL("jdbc:h2:file:" + data.resolve("db/postern"));
    database.setUser("postern");
    database.setPassword("postern");
    Files.createDirectories(data.resolve("db"));
    Schema.migrate(database);
    change("INSERT INTO postern_user VALUES ('bob', 'h', 'ADMINISTRATOR', NOW(), NOW(), TRUE)");
    change("INSERT INTO postern_settings VALUES (1, 'a', NOW(), '', '/', 'x')");
    copies = new DatabaseCopies(database);
  }

  @Test
  void wholeCopies_areNothingToReport() throws Exception {
    assertEquals(Optional.empty(), copies.look());
    assertEquals(List.of(2L, 1L), changes());
  }

  @Test
  void aDamagedNewestCopy_isReportedSetAsideAndMadeAgain() throws Exception {
    Path newest = known().getFirst().file();
    for (byte[] damage : List.of(new byte[0], half(newest), changed(newest))) {
      assertEquals(Optional.empty(), copies.look());
      Files.write(newest, damage);

      String report = copies.look().orElseThrow();

      assertTrue(report.contains(newest.getFileName().toString()), report);
      assertTrue(known().getFirst().isComplete());
      assertEquals(List.of(2L, 1L), changes());
      assertEquals(Optional.empty(), copies.look());
    }
    assertEquals(3, setAside());
  }

  @Test
  void aFolderInTheNewestCopysPlace_isSetAsideAndTheCopyMadeAgain() throws Exception {
    Path newest = known().getFirst().file();
    Files.delete(newest);
    Files.createDirectories(newest.resolve("in-the-way"));

    assertTrue(copies.look().isPresent());

    assertTrue(known().getFirst().isComplete());
    assertEquals(1, setAside());
  }

  @Test
  void aDamagedOlderCopy_isReportedAndSetAside() throws Exception {
    Files.write(known().getLast().file(), new byte[] {1});

    assertTrue(copies.look().isPresent());

    assertEquals(List.of(2L), changes());
  }

  @Test
  void aCopyThatFails_isReportedUntilOneWorks() throws Exception {
    Path folder = data.resolve("db-copies");
    Files.move(folder, data.resolve("elsewhere"));
    Files.writeString(folder, "no folder");
    change("INSERT INTO postern_settings VALUES (2, 'a', NOW(), '', '/', 'y')");

    assertTrue(copies.look().orElseThrow().contains("cannot be copied"));
    assertTrue(copies.look().orElseThrow().contains("cannot be copied"));
    Files.delete(folder);
    assertEquals(Optional.empty(), copies.look());

    assertEquals(List.of(3L), changes());
  }

  private static byte[] half(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    return java.util.Arrays.copyOf(whole, whole.length / 2);
  }

  private static byte[] changed(Path file) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    octets[octets.length / 2] ^= 0x55;
    return octets;
  }

  private List<ControlCopy> known() throws IOException {
    return new ControlCopies(data).newestFirst();
  }

  private List<Long> changes() throws IOException {
    return known().stream().map(ControlCopy::change).toList();
  }

  private long setAside() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("damaged"))) {
      return files.count();
    }
  }

  private void change(String command) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE postern_change SET number = number + 1");
      statement.execute(command);
      ControlCopies.makeOf(connection);
    }
  }
}
