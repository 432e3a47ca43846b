package io.postern.gateway.export.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.export.BatchRefused;
import io.postern.gateway.export.ExportFixture;
import io.postern.gateway.export.ExportState;
import io.postern.gateway.export.RetryResult;
import io.postern.gateway.export.SampleEvent;
import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.export.TestCertificate;
import io.postern.gateway.secret.Secrets;
import io.postern.gateway.settings.ExportEntry;
import io.postern.gateway.settings.ExportEntry.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that are posted to a server on the loopback address. */
final class WebhookExportTest {

  private static final String KEY = "a key that nobody knows";

  @TempDir Path data;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Answer> answers = _ -> new Answer(200, "");
  private HttpServer server;
  private Secrets secrets;

  /** What the server got. */
  private record Request(String method, Map<String, List<String>> headers, String body) {

    String header(String name) {
      return String.join("|", headers.getOrDefault(name, List.of()));
    }

    List<Long> numbers() {
      return Arrays.stream(body.split("\n"))
          .map(line -> line.replaceFirst("^\\[", "").replaceFirst("[],]$", ""))
          .filter(line -> !line.isEmpty())
          .map(line -> JournalLine.parse(line).sequence())
          .toList();
    }
  }

  private record Answer(int status, String retryAfter) {}

  @BeforeEach
  void start() throws IOException {
    secrets = Secrets.open(data, Clock.systemUTC());
    secrets.set("hook-key", KEY);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(server);
  }

  private void serve(HttpServer over) {
    over.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    over.createContext("/", this::handle);
    over.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              Map.copyOf(exchange.getRequestHeaders()),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      requests.add(request);
      Answer answer = answers.apply(request);
      if (!answer.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
      }
      byte[] body = ("answer \u0007 " + answer.status()).getBytes(US_ASCII);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private TargetOpener opener(ExportEntry entry) {
    return new Webhooks(secrets, () -> "mail.example.com", Clock.systemUTC())
        .opener(entry.name(), (Webhook) entry.kind());
  }

  private String settings(String more) {
    return more.contains("url:")
        ? "exports: {hook: {type: webhook, delay: 1s, secret: hook-key, events: [Damaged], %s}}"
            .formatted(more)
        : settings(
            "url: 'http://127.0.0.1:%d/mail?a=b'%s".formatted(server.getAddress().getPort(), more));
  }

  private ExportEntry entry(String more) {
    return ExportFixture.entry(settings(more));
  }

  private ExportFixture gateway(String more) {
    return new ExportFixture(data, this::opener).with(settings(more));
  }

  private List<Long> taken() {
    List<Long> numbers = new ArrayList<>();
    requests.forEach(request -> numbers.addAll(request.numbers()));
    return numbers;
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void aBatch_isOneSignedRequest() throws Exception {
    try (ExportFixture gateway = gateway(", batch: 10")) {
      gateway.record("Damaged", 25);
      gateway.awaitWritten("hook");
      assertEquals(range(2, 26), taken());
    }
    Request first = requests.getFirst();
    List<Long> numbers = first.numbers();
    assertEquals("POST", first.method());
    assertEquals("application/json", first.header("Content-type"));
    assertEquals("mail.example.com", first.header("Postern-gateway"));
    assertEquals("live", first.header("Postern-stream"));
    assertEquals(
        "\"mail.example.com:%d-%d\"".formatted(numbers.getFirst(), numbers.getLast()),
        first.header("Idempotency-key"));
    String signature = first.header("Postern-signature");
    String time = signature.replaceFirst("t=([0-9]+),v1=[0-9a-f]{64}", "$1");
    assertTrue(
        Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), Instant.now())
                .abs()
                .toMinutes()
            < 5,
        signature);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA256"));
    assertEquals(
        "t=%s,v1=%s"
            .formatted(
                time,
                HexFormat.of().formatHex(mac.doFinal((time + "." + first.body()).getBytes(UTF_8)))),
        signature);
  }

  @Test
  void linesInPlaceOfAnArray() throws Exception {
    try (ExportFixture gateway = gateway(", lines: true")) {
      gateway.record("Damaged", 3, _ -> Map.of("reason", "half \ud83d\r\n"));
      gateway.awaitWritten("hook");
    }
    assertEquals("application/x-ndjson", requests.getFirst().header("Content-type"));
    assertEquals(range(2, 4), taken());
    assertTrue(
        requests.getFirst().body().contains("\"reason\":\"half \\ufffd\\u000d\\u000a\"}\n"),
        requests.getFirst()::body);
  }

  @Test
  void aTest_postsNoEvent() throws Exception {
    assertEquals("the server answers 200", opener(entry("")).test(Map.of()).getLast());
    assertEquals("[]", requests.getFirst().body());
    assertEquals("yes", requests.getFirst().header("Postern-test"));
    answers = _ -> new Answer(403, "");
    assertEquals(
        "the server answers 403: answer \\u{7} 403",
        assertThrows(TargetUnavailable.class, () -> opener(entry("")).test(Map.of())).getMessage());
  }

  /** One event of many is refused: it alone is set aside, and can be given again. */
  @Test
  void anEventThatIsRefused_isSetAside() throws Exception {
    answers = request -> new Answer(request.numbers().contains(11L) ? 422 : 200, "");
    try (ExportFixture gateway = gateway(", batch: 16")) {
      gateway.record("Damaged", 30);
      gateway.awaitWritten("hook");
      var aside = gateway.exports.setAside("hook", 0, 10);
      assertEquals(List.of(11L), aside.stream().map(event -> event.line().sequence()).toList());
      assertTrue(aside.getFirst().reason().contains("422"));
      answers = _ -> new Answer(200, "");
      requests.clear();
      assertEquals(new RetryResult(1, 0), gateway.exports.retry("hook", Set.of()));
      assertEquals(List.of(11L), taken());
      assertEquals("retry", requests.getFirst().header("Postern-stream"));
    }
  }

  @Test
  void aServerInTrouble_getsTheSameBatchAgain() throws Exception {
    answers = _ -> new Answer(500, "");
    try (ExportFixture gateway = gateway("")) {
      gateway.record("Damaged", 5);
      ExportFixture.await()
          .until(
              () -> {
                gateway.exports.resume("hook");
                return requests.size() >= 3;
              });
      ExportFixture.await()
          .until(() -> gateway.progress("hook").live().state() == ExportState.WAITING);
      assertEquals(
          "the server answers 500: answer \\u{7} 500",
          gateway.progress("hook").live().error().orElseThrow());
      answers = _ -> new Answer(202, "");
      requests.clear();
      gateway.exports.resume("hook");
      gateway.awaitWritten("hook");
      assertEquals(range(2, 6), taken());
    }
  }

  @Test
  void retryAfter_isRespected_untilSomebodyResumes() throws Exception {
    answers = _ -> new Answer(429, "3600");
    try (ExportFixture gateway = gateway("")) {
      gateway.record("Damaged", 5);
      ExportFixture.await()
          .until(() -> gateway.progress("hook").live().state() == ExportState.WAITING);
      int asked = requests.size();
      // The usual first pause is a second.
      org.awaitility.Awaitility.await()
          .during(Duration.ofMillis(2_500))
          .atMost(Duration.ofSeconds(20))
          .until(() -> requests.size() == asked);
      answers = _ -> new Answer(200, "");
      gateway.exports.resume("hook");
      gateway.awaitWritten("hook");
    }
  }

  @Test
  void aRedirect_isNotFollowed() {
    answers = _ -> new Answer(307, "");
    assertEquals(
        "the server answers 307; it is not followed elsewhere: answer \\u{7} 307",
        assertThrows(TargetUnavailable.class, () -> opener(entry("")).test(Map.of())).getMessage());
  }

  @Test
  void aServerThatDoesNotAnswer_isLeft() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    answers =
        _ -> {
          try {
            ended.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Answer(200, "");
        };
    String said = ExportFixture.unavailable(() -> opener(entry(", timeout: 1s")).test(Map.of()));
    ended.countDown();
    assertTrue(
        said.equals("no answer within 1 s") || said.equals("cannot post (request timed out)"),
        said);
  }

  @Test
  void certificates_areChecked() throws Exception {
    TestCertificate right = TestCertificate.of(data, "dns:localhost,ip:127.0.0.1");
    TestCertificate otherName = TestCertificate.of(data, "dns:other.example");
    for (TestCertificate of : List.of(right, otherName)) {
      HttpsServer secured =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      secured.setHttpsConfigurator(new HttpsConfigurator(of.server()));
      serve(secured);
      try {
        String url = "url: 'https://localhost:%d/'".formatted(secured.getAddress().getPort());
        TargetOpener trusting =
            opener(entry(url + ", authorities: '%s'".formatted(of.certificate())));
        if (of == right) {
          assertEquals("the server answers 200", trusting.test(Map.of()).getLast());
        } else {
          assertTrue(
              ExportFixture.unavailable(() -> trusting.test(Map.of())).startsWith("cannot post ("));
        }
        assertThrows(TargetUnavailable.class, () -> opener(entry(url)).test(Map.of()));
      } finally {
        secured.stop(0);
      }
    }
  }

  @Test
  void aSecretThatIsMissing_isNamed() {
    secrets.remove("hook-key");
    assertEquals(
        "there is no secret hook-key; postern secret set hook-key",
        assertThrows(TargetUnavailable.class, () -> opener(entry("")).test(Map.of())).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "200, taken", "204, taken", "301, unavailable", "400, refused", "401, unavailable",
    "403, unavailable", "404, unavailable", "405, perhaps", "408, unavailable", "410, perhaps",
    "413, refused", "415, perhaps", "422, refused", "429, unavailable", "500, unavailable",
    "502, unavailable", "503, unavailable"
  })
  void answers_meanWhatRfc9110Says(int status, String meaning) {
    ServerAnswer answer = new ServerAnswer(status, HttpHeaders.of(Map.of(), (_, _) -> true), "");
    String found;
    try {
      answer.check(Instant.now());
      found = "taken";
    } catch (BatchRefused e) {
      found = Set.of(400, 413, 422).contains(status) ? "refused" : "perhaps";
    } catch (TargetUnavailable e) {
      found = "unavailable";
    }
    assertEquals(meaning, found);
  }

  @Test
  void anEventIsNeverTakenForTrial() throws Exception {
    try (var target = opener(entry("")).open(SampleEvent.stream("hook"))) {
      assertEquals(false, target.accepts(SampleEvent.event()));
    }
    assertEquals(List.of(), requests);
  }
}
