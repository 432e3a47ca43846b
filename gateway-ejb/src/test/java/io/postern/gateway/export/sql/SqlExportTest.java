package io.postern.gateway.export.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.export.ExportFixture;
import io.postern.gateway.export.ExportRefused;
import io.postern.gateway.export.ExportSample;
import io.postern.gateway.export.ExportState;
import io.postern.gateway.export.ExportStream;
import io.postern.gateway.export.ExportTarget;
import io.postern.gateway.export.RetryResult;
import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.export.mapping.Vendor;
import io.postern.gateway.secret.Secrets;
import io.postern.gateway.settings.ExportEntry;
import io.postern.gateway.settings.ExportEntry.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in tables of H2. */
final class SqlExportTest {

  @TempDir Path data;
  private final String url =
      "jdbc:h2:mem:" + UUID.randomUUID().toString().replace("-", "") + ";DB_CLOSE_DELAY=-1";
  private final JdbcDataSource source = new JdbcDataSource();
  private final AuditedTable table = new AuditedTable(source);
  private Secrets secrets;

  @BeforeEach
  void open() {
    source.setURL(url);
    secrets = Secrets.open(data, Clock.systemUTC());
  }

  private ExportFixture gateway() {
    SqlTargets databases = new SqlTargets(secrets, data, () -> "mail.example.com");
    return new ExportFixture(data, entry -> databases.opener(entry.name(), database(entry)));
  }

  private static Database database(ExportEntry entry) {
    return (Database) entry.kind();
  }

  private String settings(String more) {
    return "exports: {audit: {type: database, url: '%s', delay: 1s%s}}".formatted(url, more);
  }

  @Test
  void events_areRowsOfTheReadyMadeTable() throws Exception {
    try (ExportFixture gateway = gateway().with(settings(", create: true, events: [Delivered]"))) {
      gateway.record(
          "Delivered",
          1,
          i ->
              Map.of(
                  "recipient", "bob@example.com",
                  "attempt", "2",
                  "reply", "250 2.0.0 taken",
                  "subject", "NUL \0 and half \ud83d of a pair",
                  "callout-01", "RecipientGiven spam--r12 ms=4.1"));
      gateway.awaitWritten("audit");
      assertEquals(
          List.of(
              "mail.example.com|2|2030-11-24 12:00:00.001+00|Delivered|-|bob@example.com|2|"
                  + "NUL \ufffd and half \ufffd of a pair|"
                  + "{\"callout-01\":\"RecipientGiven spam--r12 ms=4.1\"}"),
          table.rows(
              "SELECT gateway, seq, occurred_at, event, message, recipient, attempt, subject, facts"
                  + " FROM postern_events"));
      assertEquals(
          List.of("mail.example.com|audit|2"),
          table.rows("SELECT gateway, target, seq FROM postern_position"));
    }
  }

  /**
   * Connections that are cut before a commit, after one, and at any statement, while the gateway is
   * restarted.
   */
  @Test
  void cutConnections_leaveNeitherGapNorDouble() throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    SqlTables tables = SqlTables.of(h2(Map.of(), Optional.empty()), new Dialect(Vendor.H2));
    for (String statement : List.of(tables.ddl().split(";\n"))) {
      table.run(statement);
    }
    int faults = 0;
    for (int run = 0; run < 5; run++) {
      FaultySource faulty = new FaultySource(source, seed + run, 4);
      try (ExportFixture gateway =
          new ExportFixture(data, entry -> new Opener(faulty, tables))
              .with(settings(", batch: 10"))) {
        gateway.record("Damaged", 500);
        ExportFixture.await()
            .until(
                () -> {
                  gateway.exports.resume("audit");
                  return faulty.faults() >= 20;
                });
        faults += faulty.faults();
        faulty.heal();
        if (run == 4) {
          gateway.exports.resume("audit");
          gateway.awaitWritten("audit");
        }
      }
    }
    assertTrue(faults >= 100);
    table.assertHasEach("postern_events", 1, 2_501);
  }

  @Test
  void twoGatewaysOfOneName_neverWriteAnEventTwice() throws Exception {
    SqlTables tables = SqlTables.of(h2(Map.of(), Optional.empty()), new Dialect(Vendor.H2));
    for (String statement : List.of(tables.ddl().split(";\n"))) {
      table.run(statement);
    }
    Opener opener = new Opener(new FaultySource(source, 0, 0), tables);
    ExportStream stream = new ExportStream("audit", ExportStream.Kind.LIVE, "");
    try (ExportTarget first = opener.open(stream);
        ExportTarget second = opener.open(stream)) {
      assertEquals(OptionalLong.empty(), first.position());
      assertEquals(OptionalLong.empty(), second.position());
      first.write(List.of(), 10);
      assertThrows(TargetUnavailable.class, () -> second.write(List.of(), 5));
      assertEquals(OptionalLong.of(10), second.position());
      second.write(List.of(), 20);
      assertThrows(TargetUnavailable.class, () -> first.write(List.of(), 15));
      assertEquals(OptionalLong.of(20), first.position());
    }
  }

  @Test
  void ownTable_isFilledByMapping() throws Exception {
    table.run(
        "CREATE TABLE mail_log (id IDENTITY PRIMARY KEY, nr INT, sent TIMESTAMP, sent_day DATE,"
            + " sender VARCHAR(20), note VARCHAR(100), \"Origin\" VARCHAR(20), all_of_it CLOB)");
    try (ExportFixture gateway =
        gateway()
            .with(
                settings(
                    ", create: true, events: [Damaged], table: mail_log, columns: {nr: seq, sent: at, sent_day: at,"
                        + " sender: 'left(reverse-path, 20)', note: '''from '' || reverse-path ||"
                        + " '', '' || subject', '\"Origin\"': '''postern''', all_of_it: rest}"))) {
      gateway.record(
          "Damaged",
          1,
          i -> Map.of("reverse-path", "a-very-long-name@example.org", "reason", "why"));
      gateway.awaitWritten("audit");
      assertEquals(
          List.of(
              "2|2030-11-24 12:00:00.001|2030-11-24|a-very-long-name@exa|"
                  + "from a-very-long-name@example.org, |postern|"
                  + "{\"reverse-path\":\"a-very-long-name@example.org\",\"reason\":\"why\"}"),
          table.rows(
              "SELECT nr, sent, sent_day, sender, note, \"Origin\", all_of_it FROM mail_log"));
    }
  }

  @Test
  void ownStatement_isGivenTypedValues() throws Exception {
    table.run("CREATE TABLE log (nr BIGINT, at_time TIMESTAMP, who VARCHAR(100))");
    try (ExportFixture gateway =
        gateway()
            .with(
                settings(
                    ", create: true, events: [Damaged], statement: 'INSERT INTO log (nr, at_time, who) VALUES (:seq +"
                        + " 1000, :at, UPPER(:reason))'"))) {
      gateway.record("Damaged", 2);
      gateway.awaitWritten("audit");
      assertEquals(
          List.of("1002|2030-11-24 12:00:00.001|NUMBER 1", "1003|2030-11-24 12:00:00.002|NUMBER 2"),
          table.rows("SELECT nr, at_time, who FROM log ORDER BY nr"));
    }
  }

  @Test
  void rowsThatTheTableRefuses_areSetAsideAndGivenAgain() throws Exception {
    table.run("CREATE TABLE log (nr BIGINT, reason VARCHAR(9))");
    try (ExportFixture gateway =
        gateway()
            .with(
                settings(
                    ", create: true, events: [Damaged], table: log, columns: {nr: seq, reason: reason}"))) {
      gateway.record("Damaged", 50, i -> Map.of("reason", i == 20 ? "much too long" : "short"));
      gateway.awaitWritten("audit");
      assertEquals(List.of("49"), table.rows("SELECT COUNT(*) FROM log"));
      assertTrue(
          gateway.exports.setAside("audit", 0, 10).getFirst().reason().contains("[22001]"),
          gateway.exports.setAside("audit", 0, 10).toString());
      assertEquals(new RetryResult(0, 1), gateway.exports.retry("audit", Set.of()));
      table.run("ALTER TABLE log ALTER COLUMN reason SET DATA TYPE VARCHAR(100)");
      assertEquals(new RetryResult(1, 0), gateway.exports.retry("audit", Set.of(21L)));
      assertEquals(List.of("much too long"), table.rows("SELECT reason FROM log WHERE nr = 21"));
    }
  }

  @Test
  void missingTable_isWaitedForAndNothingIsSetAside() throws Exception {
    try (ExportFixture gateway = gateway().with(settings(""))) {
      gateway.record("Damaged", 10);
      ExportFixture.await()
          .until(() -> gateway.progress("audit").live().state() == ExportState.WAITING);
      assertEquals(0, gateway.progress("audit").setAside());
      for (String statement :
          gateway.exports.ddl(gateway.exports.entry("audit")).orElseThrow().split(";\n")) {
        table.run(statement);
      }
      gateway.exports.resume("audit");
      gateway.awaitWritten("audit");
      table.assertHasEach("postern_events", 1, 11);
    }
  }

  @Test
  void test_saysWhatIsThereAndLeavesNothing() throws Exception {
    try (ExportFixture gateway = gateway().with(settings(", create: true"))) {
      gateway.awaitWritten("audit");
      List<String> found = gateway.exports.test(gateway.exports.entry("audit"), Map.of());
      assertTrue(found.getFirst().startsWith("connected to H2"), found.toString());
      assertEquals(List.of("0"), table.rows("SELECT COUNT(*) FROM postern_events"));
      assertEquals(List.of(), table.rows("SELECT * FROM postern_position WHERE target <> 'audit'"));
    }
  }

  /**
   * A user who may test names the URL: with the stored password it could be read from a server of
   * their own.
   */
  @Test
  void draftWithAnotherUrlOrUser_getsNoStoredSecret() throws Exception {
    secrets.set("audit-db", "correct horse");
    try (ExportFixture gateway =
        gateway().with(settings(", create: true, user: sa, secret: audit-db"))) {
      ExportEntry saved = gateway.exports.entry("audit");
      Database database = database(saved);
      for (Database other :
          List.of(
              with(database, "jdbc:postgresql://127.0.0.1:1/audit", "sa"),
              with(database, database.url() + ";MODE=MySQL", "sa"),
              with(database, database.url(), "somebody"))) {
        ExportEntry draft = with(saved, other);
        ExportRefused refused =
            assertThrows(ExportRefused.class, () -> gateway.exports.test(draft, Map.of()));
        assertEquals(
            "the stored secret audit-db is not used for a test of "
                + other.destination()
                + ", as no saved target uses it there; give its value for this test, or save the"
                + " target first",
            refused.getMessage());
        assertThrows(
            ExportRefused.class, () -> gateway.exports.test(draft, Map.of("another", "value")));
      }
      TargetUnavailable tried =
          assertThrows(
              TargetUnavailable.class,
              () ->
                  gateway.exports.test(
                      with(saved, with(database, "jdbc:postgresql://127.0.0.1:1/audit", "sa")),
                      Map.of("audit-db", "given for this test")));
      assertTrue(String.valueOf(tried.getMessage()).contains("cannot connect"), tried.getMessage());
    }
  }

  @Test
  void secretOfATest_isUsedInPlaceOfTheStoredOne() throws Exception {
    table.run("CREATE USER postern PASSWORD 'correct horse' ADMIN");
    secrets.set("audit-db", "an old password");
    try (ExportFixture gateway =
        gateway().with(settings(", create: true, user: postern, secret: audit-db"))) {
      ExportEntry saved = gateway.exports.entry("audit");
      assertThrows(TargetUnavailable.class, () -> gateway.exports.test(saved, Map.of()));
      List<String> found = gateway.exports.test(saved, Map.of("audit-db", "correct horse"));
      assertTrue(found.getFirst().startsWith("connected to H2"), found.toString());
      assertEquals(Optional.of("an old password"), secrets.value("audit-db"));
    }
  }

  @Test
  void samples_areTheNewestEventsAsTheColumnsGetThem() throws Exception {
    try (ExportFixture gateway =
        gateway()
            .with(
                settings(
                    ", events: [Delivered], privacy: {recipient: drop}, columns: {nr: seq, what:"
                        + " 'left(reply, 3)', who: recipient, source: \"'mail of ' || gateway\"}"))) {
      gateway.record("Delivered", 12, i -> Map.of("reply", "250 taken", "recipient", "a@b.test"));
      gateway.record("Damaged", 600);
      List<ExportSample> samples =
          gateway.exports.samples(gateway.exports.entry("audit"), 10, line -> line);
      assertEquals(
          LongStream.iterate(13, n -> n - 1).limit(10).boxed().toList(),
          samples.stream().map(ExportSample::sequence).toList());
      assertEquals(
          List.of(
              new ExportSample.SampleValue("nr", Optional.of("13")),
              new ExportSample.SampleValue("what", Optional.of("250")),
              new ExportSample.SampleValue("who", Optional.empty()),
              new ExportSample.SampleValue("source", Optional.of("mail of mail.example.com"))),
          samples.getFirst().values());
      Collection<ExportEntry> drafts =
          ExportFixture.settings(settings(", events: [Expired]")).exports().values();
      for (ExportEntry draft : drafts) {
        assertEquals(List.of(), gateway.exports.samples(draft, 10, line -> line));
      }
    }
  }

  private static ExportEntry with(ExportEntry entry, Database database) {
    return new ExportEntry(
        entry.name(), entry.batch(), entry.delay(), entry.events(), entry.privacy(), database);
  }

  private static Database with(Database database, String url, String user) {
    return new Database(
        url,
        Optional.of(user),
        database.secret(),
        database.gateway(),
        database.table(),
        database.create(),
        database.columns(),
        database.statement());
  }

  @Test
  void secretThatIsNotThere_isNamed() {
    try (ExportFixture gateway =
        gateway().with(settings(", create: true, user: sa, secret: audit-db"))) {
      TargetUnavailable failed =
          assertThrows(
              TargetUnavailable.class,
              () -> gateway.exports.test(gateway.exports.entry("audit"), Map.of()));
      assertTrue(String.valueOf(failed.getMessage()).contains("audit-db"), failed.getMessage());
    }
  }

  private Database h2(Map<String, String> columns, Optional<String> statement) {
    return new Database(
        url,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "postern_events",
        false,
        columns,
        statement);
  }

  private record Opener(FaultySource source, SqlTables tables) implements TargetOpener {

    @Override
    public ExportTarget open(ExportStream stream) {
      return new SqlTarget(source, () -> {}, tables, stream, "mail.example.com");
    }

    @Override
    public List<String> test(Map<String, String> secrets) {
      return List.of();
    }

    @Override
    public Optional<String> ddl() {
      return Optional.empty();
    }
  }
}
