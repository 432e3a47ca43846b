package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.tests.faulty.FailsAsAsked;
import io.postern.tests.faulty.ParsesAll;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One client sends what an extension cannot digest, 200 messages a second; the mail of others
 * passes. Once, five such messages closed the gateway. The system property {@code
 * postern.unparsable.seconds} makes it longer than 5 seconds.
 */
final class FaultyExtensionsScenarioTest {

  private static final int SECONDS = Integer.getInteger("postern.unparsable.seconds", 5);
  private static final int PER_SECOND = 200;

  @TempDir static Path folder;
  private static Sink sink;
  private static PosternProcess server;

  @BeforeAll
  static void start() {
    sink = new Sink();
    server =
        PosternProcess.start(
            folder.resolve("data"),
            Configurations.relayTo(sink.port())
                + """
                limits: {sessionsPerClient: 1000}
                extensions:
                  fails-as-asked: {validationTime: 1s}
                """);
  }

  @AfterAll
  static void end() {
    server.close();
    sink.close();
  }

  private static void deploy(String name, Class<?> extension) {
    Path archive = ExtensionArchive.write(folder.resolve(name + ".war"), extension);
    server.command("extension", "deploy", archive.toString(), "--name", name);
  }

  @Test
  void contentThatCannotBeParsed_stopsNobody() throws Exception {
    deploy("parses-all", ParsesAll.class);
    try {
      Map<String, Integer> replies = whileCleanMailFlows(FaultyExtensionsScenarioTest::unparsable);

      assertEquals(
          Map.of("250", SECONDS * PER_SECOND), replies, "replies to what cannot be parsed");
      assertFalse(server.command("status").contains(".breaker"), server.command("status"));
      await("the journal, read whole")
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () ->
                  assertEquals(
                      2L * SECONDS * PER_SECOND,
                      JournalFiles.read(server.data).stream()
                          .filter(event -> event.getString("event").equals("Unparsable"))
                          .count(),
                      "both stages of each"));
      JsonObject event = first("Unparsable");
      assertEquals("parses-all", event.getString("extension"));
      assertEquals("unparsable", event.getString("kind"));
      assertEquals("pass", event.getString("policy"));
      assertFalse(event.getString("id").isEmpty());
      assertTrue(event.getString("peer").startsWith("127.0.0.2:"), event.toString());
    } finally {
      server.command("extension", "undeploy", "parses-all");
    }
  }

  @Test
  void faultsOfAnExtensionThatOneClientBringsOut_stopNobodyElse() throws Exception {
    deploy("fails-as-asked", FailsAsAsked.class);
    try {
      Map<String, Integer> replies =
          whileCleanMailFlows(number -> mail("fail", number, "\r\ntext\r\n"));

      assertEquals(Map.of("451", SECONDS * PER_SECOND), replies);
      JsonObject event = first("ExtensionFailed");
      assertEquals(
          "java.lang.IllegalStateException: as asked", event.getString("failure").split(" at ")[0]);
      assertFalse(event.getString("session").isEmpty());
    } finally {
      server.command("extension", "undeploy", "fails-as-asked");
    }
  }

  @Test
  void threadThatDoesNotReturn_isShownAlsoAfterTheUndeployment() throws Exception {
    deploy("fails-as-asked", FailsAsAsked.class);
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      assertTrue(
          client
              .send("a@client.test", "b@sink.test", mail("loop", 1, "\r\ntext\r\n"))
              .startsWith("451"));
    }
    server.command("extension", "undeploy", "fails-as-asked");

    await()
        .untilAsserted(
            () -> {
              String list = server.command("extension", "list");
              assertTrue(list.contains("MessageReceived in"), list);
              assertTrue(list.matches("(?s).* [1-9]\\d* s of CPU.*"), list);
            });
    String status = server.command("status");
    assertTrue(status.contains("callout.fails-as-asked.lost-threads"), status);
    assertTrue(status.contains("degraded"), status);
  }

  @Test
  void loggingObserver_isListedWithItsErrors() throws Exception {
    deploy("fails-as-asked", FailsAsAsked.class);
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      assertTrue(
          client
              .send("a@client.test", "b@sink.test", mail("log", 1, "\r\ntext\r\n"))
              .startsWith("250"));
      await()
          .untilAsserted(
              () -> {
                String list = server.command("extension", "list");
                assertTrue(
                    list.matches("(?s).*MessageAcceptedLogged +[1-3] calls, [1-3] errors.*"), list);
              });
    } finally {
      server.command("extension", "undeploy", "fails-as-asked");
    }
    JsonObject event =
        JournalFiles.read(server.data).stream()
            .filter(e -> e.getString("stage", "").equals("MessageAcceptedLogged"))
            .findFirst()
            .orElseThrow();
    assertEquals("ExtensionFailed", event.getString("event"));
    assertEquals(
        "java.lang.IllegalStateException: cannot log as asked",
        event.getString("failure").split(" at ")[0]);
    assertFalse(event.getString("id").isEmpty());
  }

  private static JsonObject first(String event) {
    return JournalFiles.read(server.data).stream()
        .filter(line -> line.getString("event").equals(event))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] mail(String subject, int number, String rest) {
    return ("Message-ID: <%d@client.test>\r\nSubject: %s %d\r\n%s"
            .formatted(number, subject, number, rest))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Too deep, or a boundary on two levels. */
  private static byte[] unparsable(int number) {
    if (number % 2 == 0) {
      return mail(
          "twice",
          number,
          """
          Content-Type: multipart/mixed; boundary=b

          --b
          Content-Type: multipart/mixed; boundary=b

          --b

          x
          --b--
          """
              .replace("\n", "\r\n"));
    }
    StringBuilder deep = new StringBuilder();
    for (int level = 0; level < 199; level++) {
      deep.append("Content-Type: multipart/mixed; boundary=b").append(level);
      deep.append("x\r\n\r\n--b").append(level).append("x\r\n");
    }
    return mail("deep", number, deep.append("\r\nx\r\n").toString());
  }

  /** Sends the messages from 127.0.0.2, and clean ones from 127.0.0.1; returns their replies. */
  private static Map<String, Integer> whileCleanMailFlows(IntFunction<byte[]> bad)
      throws Exception {
    Ledger ledger = new Ledger();
    Map<String, Integer> replies = new ConcurrentHashMap<>();
    int messages = SECONDS * PER_SECOND;
    AtomicInteger number = new AtomicInteger();
    CountDownLatch answered = new CountDownLatch(messages);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
        Load load = new Load(server.smtp(), ledger, 4, 20, Integer.MAX_VALUE, 4000, 11)) {
      clock.scheduleAtFixedRate(
          () -> {
            int next = number.getAndIncrement();
            if (next < messages) {
              senders.submit(
                  () -> {
                    replies.merge(reply(bad.apply(next)), 1, Integer::sum);
                    answered.countDown();
                  });
            }
          },
          0,
          1_000_000 / PER_SECOND,
          TimeUnit.MICROSECONDS);
      assertTrue(answered.await(SECONDS + 120, TimeUnit.SECONDS), "all are answered");
      clock.shutdown();
      int goal = ledger.size() + 100;
      await().atMost(Duration.ofMinutes(1)).until(() -> ledger.size() >= goal);
      assertEquals(Map.of(), load.otherReplies(), "replies other than 250 to clean mail");
    } finally {
      clock.shutdownNow();
    }
    System.out.printf(
        "faulty extension: %d messages at %d a second, replies %s; %d clean ones accepted%n",
        messages, PER_SECOND, replies, ledger.size());
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertEquals(List.of(), ledger.missing(sink)));
    return replies;
  }

  private static String reply(byte[] content) {
    try (SmtpTestClient client =
        SmtpTestClient.greeted(server.smtp(), new InetSocketAddress("127.0.0.2", 0))) {
      return client.send("a@client.test", "bad@sink.test", content).substring(0, 3);
    } catch (UncheckedIOException e) {
      return e.toString();
    }
  }
}
