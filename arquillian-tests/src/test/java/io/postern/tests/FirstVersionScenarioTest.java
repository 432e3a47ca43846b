package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Digest;
import io.postern.fixtures.smtp.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The data folder of a gateway of commit 16c81fb that was killed: 13 messages with 14 recipients,
 * half of them held by their route, half waiting for a next hop that was not there, two of them
 * with content files of 280,000 octets; and the header stamp, deployed. An update takes it over.
 */
final class FirstVersionScenarioTest {

  private static final int MESSAGES = 13;
  private static final int LARGE = 280_000;
  private static final String FIRST_PASSWORD = "jiqnw-p3i3q-57p3m-p2ejm";

  @TempDir Path folder;

  @Test
  void mailUsersAndExtensionsOfTheFirstVersion_areTakenOver() throws Exception {
    Path data = folder.resolve("data");
    unpack("/data-folders/16c81fb.zip", data);
    try (Sink sink = new Sink()) {
      sink.keepContents();
      try (PosternProcess server =
          PosternProcess.start(data, Configurations.relayTo(sink.port()))) {
        assertFalse(server.console().stream().anyMatch(line -> line.contains("first start")));
        // Its user: the commands log in as it, and its first password is still the one to change.
        assertTrue(Files.readString(data.resolve("first-sign-in")).contains(FIRST_PASSWORD));
        assertTrue(server.command("extension", "list").contains("header-stamp  revision 1"));
        String history = server.command("config", "history");
        assertTrue(history.contains("from /tmp/mig/old.yaml"), history);
        await("delivery")
            .atMost(Duration.ofSeconds(60))
            .until(() -> server.command("status").contains("unfinished  0 messages"));
        Set<String> all =
            IntStream.range(0, MESSAGES).mapToObj(String::valueOf).collect(Collectors.toSet());
        assertEquals(all, sink.taken().keySet());
        for (byte[] content : sink.contents()) {
          check(new String(content, StandardCharsets.US_ASCII));
        }
        String story = server.command("journal", "--limit", "500");
        assertEquals(MESSAGES, story.lines().filter(line -> line.contains("Accepted")).count());
        assertEquals(0, server.stop());
      }
    }
  }

  /**
   * As after an update that was taken back: the newer version's mail must be there for it again.
   */
  @Test
  void dataOfANewerVersion_isRefusedInOneLineAndLeftAlone() throws Exception {
    Path data = folder.resolve("newer");
    unpack("/data-folders/16c81fb.zip", data);
    for (Path file : files(data)) {
      if (file.toString().endsWith(".seg")) {
        writeFormat(file, '3');
      }
    }
    Map<Path, String> before = digests(data);
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.startUntilDecided(data, Configurations.relayTo(sink.port()))) {
      assertEquals(1, server.awaitEnd());
      assertEquals(1, server.console().size(), () -> "console: " + server.console());
      String said = server.console().getFirst();
      assertTrue(
          said.startsWith("postern: spool: " + data.resolve("spool/segments") + "/")
              && said.contains(" has format 3, this version reads formats up to 2; not started"),
          said);
    }
    Map<Path, String> after = digests(data);
    after.keySet().retainAll(before.keySet());
    assertEquals(before, after);
  }

  /** The same for settings, users and archives. */
  @Test
  void aControlDatabaseOfANewerVersion_isRefusedInOneLineAndLeftAlone() throws Exception {
    Path data = folder.resolve("newer-database");
    unpack("/data-folders/16c81fb.zip", data);
    writeSchema(data.resolve("db/postern"), 1_000);
    Map<Path, String> before = digests(data);
    try (Sink sink = new Sink()) {
      PosternProcess.Ended ended =
          PosternProcess.refusedStart(data, Configurations.relayTo(sink.port()));
      assertEquals(1, ended.status());
      assertEquals(1, ended.output().lines().count(), ended.output());
      assertTrue(
          ended
              .output()
              .startsWith(
                  "postern: control database: "
                      + data.resolve("db/postern.mv.db")
                      + " has schema 1000, this version reads schemas up to "),
          ended.output());
      assertTrue(
          ended
              .output()
              .contains(
                  " (start the newer version that wrote it); not started, nothing was changed"),
          ended.output());
    }
    Map<Path, String> after = digests(data);
    after.keySet().retainAll(before.keySet());
    assertEquals(before, after);
  }

  /** What a newer version writes into its history of migrations, by the product's own H2. */
  private static void writeSchema(Path database, int number) throws Exception {
    URL h2 = PosternProcess.home().resolve("lib/h2.jar").toUri().toURL();
    Properties login = new Properties();
    login.setProperty("user", "postern");
    login.setProperty("password", "postern");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {h2})) {
      Driver driver =
          (Driver) loader.loadClass("org.h2.Driver").getDeclaredConstructor().newInstance();
      try (Connection connection = driver.connect("jdbc:h2:file:" + database, login);
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE \"postern_schema_history\" (\"version\" VARCHAR(50), \"success\" BOOLEAN)");
        statement.execute("INSERT INTO \"postern_schema_history\" VALUES ('" + number + "', TRUE)");
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static Map<Path, String> digests(Path folder) throws IOException {
    Map<Path, String> digests = new TreeMap<>();
    for (Path file : files(folder)) {
      digests.put(file, Digest.of(Files.readAllBytes(file)));
    }
    return digests;
  }

  /** Name, digit and checksum stand at the same places in every format of a segment. */
  private static void writeFormat(Path segment, char digit) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(segment));
    for (int at : new int[] {0, octets.limit() - 64}) {
      octets.put(at + 7, (byte) digit);
      CRC32C crc = new CRC32C();
      crc.update(octets.slice(at, 60));
      octets.putInt(at + 60, (int) crc.getValue());
    }
    Files.write(segment, octets.array());
  }

  private static void check(String content) {
    String ledger = "\r\nX-Ledger: ";
    int number = content.indexOf(ledger) + ledger.length();
    String name = content.substring(number, content.indexOf("\r\n", number));
    boolean isLarge = name.equals("3") || name.equals("4");
    String body = content.substring(content.indexOf("\r\n\r\n") + 4);
    String line = name.equals("12") ? "body\r\n" : "line of text\r\n";
    int lines = name.equals("12") ? 1 : isLarge ? LARGE / line.length() : 10;
    assertEquals(line.repeat(lines), body, name);
    assertTrue(content.contains("X-Postern-Stamp: stamped\r\n"), name);
  }

  private static void unpack(String resource, Path folder) throws IOException {
    InputStream packed =
        Objects.requireNonNull(FirstVersionScenarioTest.class.getResourceAsStream(resource));
    try (ZipInputStream zip = new ZipInputStream(packed)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }
}
