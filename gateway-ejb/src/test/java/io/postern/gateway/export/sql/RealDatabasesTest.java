package io.postern.gateway.export.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.export.ExportFixture;
import io.postern.gateway.secret.Secrets;
import io.postern.gateway.settings.ExportEntry;
import io.postern.gateway.settings.ExportEntry.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Events in PostgreSQL (the embedded one) and MariaDB (Debian's, else skipped): servers that are
 * killed and connections that are cut leave neither gap nor double.
 */
final class RealDatabasesTest {

  private static final int EVENTS_PER_ROUND = 2_000;
  private static final int ROUNDS = 6;

  @TempDir Path data;

  private interface Cut {
    void cut() throws Exception;
  }

  private ExportFixture gateway() {
    Secrets secrets = Secrets.open(data, Clock.systemUTC());
    secrets.set("audit-db", "secret");
    SqlTargets databases = new SqlTargets(secrets, data, () -> "mail.example.com");
    return new ExportFixture(data, entry -> databases.opener(entry.name(), database(entry)));
  }

  private static Database database(ExportEntry entry) {
    return (Database) entry.kind();
  }

  private static String settings(String url, String user, String more) {
    return """
        exports:
          audit:
            type: database
            url: %s
            user: %s
            secret: audit-db
            batch: 100
            %s
        """
        .formatted(url, user, more);
  }

  private void crash(String settings, AuditedTable table, Cut cut) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (ExportFixture gateway = gateway().with(settings)) {
        long before = gateway.journal.lastSequence();
        gateway.record("Damaged", EVENTS_PER_ROUND);
        ExportFixture.await().until(() -> gateway.progress("audit").live().position() > before);
        cut.cut();
        gateway.record("Damaged", EVENTS_PER_ROUND);
        if (round % 2 == 0) {
          ExportFixture.await()
              .until(
                  () -> {
                    gateway.exports.resume("audit");
                    return gateway.progress("audit").live().behind() == 0;
                  });
        }
      }
    }
    try (ExportFixture gateway = gateway().with(settings)) {
      gateway.awaitWritten("audit");
      assertEquals(0, gateway.progress("audit").setAside());
      table.assertHasEach("postern_events", 1, gateway.journal.lastSequence());
    }
  }

  private static EmbeddedPostgres postgreSql(Path folder, int port) throws IOException {
    try {
      var builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setServerConfig("listen_addresses", "127.0.0.1");
      return (port == 0 ? builder : builder.setPort(port)).start();
    } catch (IllegalStateException e) {
      return Assumptions.abort("skipped: PostgreSQL cannot be started here: " + e.getMessage());
    }
  }

  private static PGSimpleDataSource owner(EmbeddedPostgres server) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {server.getPort()});
    source.setUser("postgres");
    source.setDatabaseName("postgres");
    return source;
  }

  private static String url(EmbeddedPostgres server) {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  @Test
  void postgreSql_whoseConnectionsAreCut() throws Exception {
    try (EmbeddedPostgres server = postgreSql(data.resolve("pg"), 0)) {
      AuditedTable owner = new AuditedTable(owner(server));
      crash(
          settings(url(server), "postgres", "create: true"),
          owner,
          () ->
              owner.rows(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                      + " WHERE application_name = 'postern'"));
    }
  }

  @Test
  void postgreSql_takesEveryTypeAndRefusesByItsReason() throws Exception {
    try (EmbeddedPostgres server = postgreSql(data.resolve("pg"), 0)) {
      AuditedTable owner = new AuditedTable(owner(server));
      owner.run(
          "CREATE SCHEMA audit",
          "CREATE TYPE audit.kind AS ENUM ('Damaged', 'Delivered')",
          "CREATE TABLE audit.log (nr INT, sent TIMESTAMP, sent_tz TIMESTAMPTZ, kind audit.kind,"
              + " client INET, why VARCHAR(12), subject TEXT, rest JSONB)");
      try (ExportFixture gateway =
          gateway()
              .with(
                  settings(
                      url(server),
                      "postgres",
                      "table: audit.log\n    create: true\n    events: [Damaged]\n    columns: {nr: seq, sent: at,"
                          + " sent_tz: at, kind: event, client: client, why: reason, subject: subject, rest: rest}"))) {
        gateway.record(
            "Damaged",
            300,
            i ->
                Map.of(
                    "reason",
                    i == 150 ? "too long for it" : "number " + i,
                    "client",
                    "192.0.2." + i % 200,
                    "subject",
                    "NUL \0, half \udc00, tab \t, quote \" and \\"));
        gateway.awaitWritten("audit");
        assertEquals(1, gateway.progress("audit").setAside());
        assertEquals(
            List.of("299|299"), owner.rows("SELECT COUNT(*), COUNT(DISTINCT nr) FROM audit.log"));
        assertEquals(
            List.of(
                "2|2030-11-24 12:00:00.001|t|192.0.2.1|NUL \ufffd, half \ufffd, tab \t, quote \" and \\"),
            owner.rows(
                "SELECT nr, sent, sent_tz = TIMESTAMPTZ '2030-11-24 12:00:00.001Z', client,"
                    + " subject FROM audit.log WHERE nr = 2"));
        List<String> found = gateway.exports.test(gateway.exports.entry("audit"), Map.of());
        assertTrue(found.getFirst().startsWith("connected to PostgreSQL"), found.toString());
      }
    }
  }

  @Test
  void mariaDb_thatIsKilled() throws Exception {
    try (RunningMariaDb server = RunningMariaDb.in(data)) {
      MariaDbDataSource source = new MariaDbDataSource(server.url("mysql") + "?user=root");
      AuditedTable root = new AuditedTable(source);
      ExportFixture.await().ignoreExceptions().until(() -> !root.rows("SELECT 1").isEmpty());
      root.run(
          "CREATE DATABASE audit",
          "CREATE USER postern@'%' IDENTIFIED BY 'secret'",
          "GRANT ALL ON audit.* TO postern@'%'");
      crash(
          settings(server.url("audit"), "postern", "create: true"),
          new AuditedTable(new MariaDbDataSource(server.url("audit") + "?user=root")),
          server::kill);
    }
  }

  @Test
  void mariaDb_takesEveryTypeAndRefusesByItsReason() throws Exception {
    try (RunningMariaDb server = RunningMariaDb.in(data)) {
      MariaDbDataSource source = new MariaDbDataSource(server.url("mysql") + "?user=root");
      AuditedTable root = new AuditedTable(source);
      ExportFixture.await().ignoreExceptions().until(() -> !root.rows("SELECT 1").isEmpty());
      root.run(
          "CREATE DATABASE audit",
          "CREATE USER postern@'%' IDENTIFIED BY 'secret'",
          "GRANT ALL ON audit.* TO postern@'%'",
          "CREATE TABLE audit.log (nr INT, sent DATETIME(3), sent_tz TIMESTAMP(3), kind"
              + " ENUM('Damaged'), why VARCHAR(12), rest JSON)");
      // MySQL is served by the same driver and dialect.
      try (ExportFixture gateway =
          gateway()
              .with(
                  settings(
                      server.url("audit").replace("mariadb", "mysql"),
                      "postern",
                      "table: log\n    create: true\n    events: [Damaged]\n    columns: {nr: seq, sent: at, sent_tz: at,"
                          + " kind: event, why: reason, rest: rest}"))) {
        gateway.record(
            "Damaged",
            300,
            i ->
                Map.of(
                    "reason",
                    i == 150 ? "too long for it" : "number " + i,
                    "subject",
                    "NUL \0, half \udc00, \ud83d\ude00, quote \" and \\"));
        gateway.awaitWritten("audit");
        assertEquals(1, gateway.progress("audit").setAside());
        assertEquals(
            List.of("2|12:00:00.001000|1|NUL \ufffd, half \ufffd, \ud83d\ude00, quote \" and \\"),
            root.rows(
                "SELECT nr, DATE_FORMAT(sent, '%H:%i:%s.%f'), sent_tz = CONVERT_TZ('2030-11-24 12:00:00.001', '+00:00',"
                    + " @@session.time_zone), JSON_VALUE(rest, '$.subject') FROM audit.log"
                    + " WHERE nr = 2"));
        gateway.exports.backfill("audit", 1, OptionalLong.of(300));
        ExportFixture.await()
            .until(
                () -> gateway.progress("audit").backfill().orElseThrow().progress().behind() == 0);
        assertEquals(
            List.of("299|299"), root.rows("SELECT COUNT(*), COUNT(DISTINCT nr) FROM audit.log"));
      }
    }
  }
}
