package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal of a product that is killed again and again is in PostgreSQL, each line once. */
final class ExportScenarioTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final Sink sink = new Sink();

  @AfterEach
  void end() {
    sink.close();
  }

  private static EmbeddedPostgres postgreSql() throws IOException {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IllegalStateException e) {
      return Assumptions.abort("skipped: PostgreSQL cannot be started here: " + e.getMessage());
    }
  }

  @Test
  void everyLineOfAKilledGateway_isOneRow() throws Exception {
    Path data = folder.resolve("data");
    try (EmbeddedPostgres server = postgreSql()) {
      DataSource owner = server.getPostgresDatabase();
      query(owner, "CREATE USER postern PASSWORD 'correct horse'");
      query(owner, "GRANT ALL ON SCHEMA public TO postern");
      String settings =
          Configurations.relayTo(sink.port())
              + """
              exports:
                audit:
                  type: database
                  url: jdbc:postgresql://127.0.0.1:%d/postgres
                  user: postern
                  secret: audit-db
                  create: true
              """
                  .formatted(server.getPort());
      long first;
      try (PosternProcess gateway = PosternProcess.start(data, settings);
          AdminApi api = new AdminApi(gateway)) {
        assertTrue(
            gateway.failingCommand("export", "test", "audit").contains("no secret audit-db"));
        assertEquals(
            204, api.json("PUT", "secrets/audit-db", "{\"value\":\"correct horse\"}").statusCode());
        assertFalse(api.get("secrets").body().contains("horse"));
        assertTrue(
            gateway.command("export", "test", "audit").startsWith("connected to PostgreSQL"));
        assertTrue(
            gateway.command("export", "ddl", "audit").contains("CREATE TABLE postern_events ("));
        assertTrue(gateway.command("export", "resume", "audit").startsWith("audit (database): "));
        send(gateway.smtp(), 30);
        await()
            .atMost(SOON)
            .until(() -> !query(owner, "SELECT to_regclass('postern_position')").equals("null"));
        await()
            .atMost(SOON)
            .until(() -> !query(owner, "SELECT count(*) FROM postern_position").equals("0"));
        first = Long.parseLong(query(owner, "SELECT min(seq) FROM postern_events"));
        gateway.kill();
      }
      for (int i = 0; i < 3; i++) {
        try (PosternProcess gateway = PosternProcess.start(data, settings)) {
          send(gateway.smtp(), 30);
          gateway.kill();
        }
      }
      try (PosternProcess gateway = PosternProcess.start(data, settings)) {
        send(gateway.smtp(), 1);
        await()
            .atMost(SOON)
            .until(() -> gateway.command("export", "list").contains(", 0 lines (0 s) behind"));
        assertEquals(0, gateway.stop());
      }
      List<Long> expected =
          JournalFiles.read(data).stream()
              .map((JsonObject line) -> line.getJsonNumber("seq").longValueExact())
              .filter(number -> number >= first)
              .toList();
      long last = Long.parseLong(query(owner, "SELECT max(seq) FROM postern_events"));
      assertTrue(expected.getLast() - last < 50, "but for the last of the stop");
      assertEquals(
          "%d %d".formatted(last - first + 1, last - first + 1),
          query(owner, "SELECT count(*) || ' ' || count(DISTINCT seq) FROM postern_events"));
      assertNowhere(data, "correct horse");
    }
  }

  private static void assertNowhere(Path data, String secret) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret),
            file.toString());
      }
    }
  }

  private static String query(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? String.valueOf(row.getString(1)) : "";
      }
    }
  }

  private static void send(InetSocketAddress server, int messages) throws IOException {
    try (SmtpTestClient client = SmtpTestClient.greeted(server)) {
      for (int i = 0; i < messages; i++) {
        String reply =
            client.send(
                "a@client.test",
                "b@sink.test",
                Contents.numbered("export-" + i, 2000, new SplittableRandom(7)));
        assertTrue(reply.startsWith("250"), reply);
      }
    }
  }
}
