package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.postern.command.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against an HTTPS server with a self-signed certificate, as the gateway's is. */
final class ClientCommandsTest {

  @TempDir private static Path folder;
  private final List<String> asked = new ArrayList<>();
  private final ClientRun client = new ClientRun();
  private final List<String> out = client.out;
  private final List<String> complaints = client.complaints;
  private Path data = folder.resolve("gateway");
  private HttpsServer server;
  private int status = 200;
  private String answer = "{}";

  @BeforeAll
  static void makeDataFolders() throws Exception {
    makeDataFolder("gateway");
    makeDataFolder("other");
  }

  @BeforeEach
  void start() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(serverContext(data)));
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theDataFolder_letsTheCommandIn() {
    answer = "{\"extensions\":[]}";
    assertEquals(ExitCode.SUCCESS, run("extension", "list"));
    assertEquals(List.of("GET /api/v1/extensions Bearer secret-token 1"), asked);
    assertEquals(List.of("no extensions deployed"), out);
  }

  @Test
  void anotherCertificate_isNotTalkedTo() {
    data = folder.resolve("other");
    assertEquals(ExitCode.FAILURE, run("status"));
    assertEquals(List.of(), asked);
    assertTrue(complaints.getFirst().contains("not the certificate"), complaints.toString());
  }

  @Test
  void userAndPassword_goBeforeTheToken() {
    run("extension", "list", "--user", "ann", "--password", "a:b");
    assertEquals(List.of("GET /api/v1/extensions Basic YW5uOmE6Yg== 1"), asked);
  }

  @Test
  void anArchive_isSentWithItsName() throws IOException {
    Path archive = Files.writeString(folder.resolve("My Filter-1.2.war"), "PK");
    answer =
        "{\"name\":\"my-filter\",\"revision\":2,\"callouts\":[{\"stage\":\"MessageReceived\"}]}";
    assertEquals(ExitCode.SUCCESS, run("extension", "deploy", archive.toString()));
    assertEquals(
        List.of(
            "PUT /api/v1/extensions/my-filter?fileName=My%20Filter-1.2.war Bearer secret-token 1"
                + " PK"),
        asked);
    assertEquals(List.of("my-filter deployed: revision 2, MessageReceived"), out);
  }

  @Test
  void aProblem_isOneLine() {
    status = 422;
    answer = "{\"detail\":\"no observers\\r\\nfaked line\"}";
    assertEquals(ExitCode.FAILURE, run("extension", "undeploy", "x"));
    assertEquals(List.of("no observers\\u{d}\\u{a}faked line"), complaints);
  }

  @Test
  void aConfiguration_isAppliedOntoTheRevisionThatIsInForce() throws IOException {
    Path file = Files.writeString(folder.resolve("new.yaml"), "hostName: a\n");
    answer =
        """
        {"revision":7,"afterRestart":[{"path":"listeners","fileOnly":false},
        {"path":"data","fileOnly":true}]}\
        """;
    assertEquals(ExitCode.SUCCESS, run("config", "apply", file.toString(), "--note", "why"));
    assertEquals("GET /api/v1/settings Bearer secret-token 1", asked.getFirst());
    assertTrue(asked.getLast().startsWith("PUT /api/v1/settings Bearer secret-token 1 {"));
    assertTrue(asked.getLast().contains("\"revision\":7"), asked.toString());
    assertTrue(asked.getLast().contains("\"source\":\"hostName: a\\n\""), asked.toString());
    assertTrue(asked.getLast().contains("\"note\":\"why\""), asked.toString());
    assertEquals(
        List.of(
            "revision 7 is active, unchanged",
            "listeners: after restart",
            "data: set in the configuration file or by an option of run only"),
        out);
  }

  @Test
  void everyMistakeOfAConfiguration_isALine() throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.yaml"), "x");
    status = 422;
    answer =
        """
        {"detail":"wrong","problems":[{"line":3,"path":"routes[1].port","message":"is no port"},
        {"line":0,"path":"","message":"is\\nbad"}]}\
        """;
    assertEquals(ExitCode.FAILURE, run("config", "check", file.toString()));
    assertEquals(List.of("wrong", "line 3, routes[1].port: is no port", "is\\u{a}bad"), complaints);
  }

  @Test
  void theConfigurationInForce_isExportedAsItWasWritten() {
    answer = "{\"revision\":1,\"source\":\"# caf\u00e9\\nhostName: a\\n\"}";
    assertEquals(ExitCode.SUCCESS, run("config", "export"));
    assertEquals(List.of("# caf\u00e9\nhostName: a"), out);
  }

  @Test
  void aDifference_isShownWithItsNeighbours() {
    answer =
        """
        {"lines":[" 1"," 2"," 3"," 4","-old","+new"," 5"," 6"," 7"," 8"," 9"," 10"," 11","+end"]}\
        """;
    assertEquals(ExitCode.SUCCESS, run("config", "diff", "1", "2"));
    assertEquals(
        List.of(
            " 2", " 3", " 4", "-old", "+new", " 5", " 6", " 7", "...", " 9", " 10", " 11", "+end"),
        out);
  }

  @Test
  void theHistory_isALinePerRevision() {
    answer =
        """
        {"revisions":[{"revision":2,"author":"ann","at":"t2","note":"a\\nb"},
        {"revision":1,"author":"postern","at":"t1","note":""}]}\
        """;
    assertEquals(ExitCode.SUCCESS, run("config", "history", "--most", "2"));
    assertEquals(List.of("GET /api/v1/settings/revisions?most=2 Bearer secret-token 1"), asked);
    assertEquals(List.of("     2  t2  ann  a\\u{a}b", "     1  t1  postern"), out);
  }

  @Test
  void configAskedWrongly_asksNoGateway() {
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("nonsense"),
            List.of("apply"),
            List.of("diff", "1", "x"),
            List.of("rollback", "0"),
            List.of("history", "--most", "-1"),
            List.of("export", "--note", "x"))) {
      assertEquals(ExitCode.USAGE, run("config", words.toArray(String[]::new)), words.toString());
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void whatIsNoGateway_isSaid() {
    status = 502;
    answer = "<html>";
    assertEquals(ExitCode.FAILURE, run("status"));
    assertTrue(complaints.getFirst().contains("502"), complaints.toString());
  }

  @Test
  void searchedLines_areReadDownwards() {
    answer =
        """
        {"lines":[{"seq":2,"at":"t2","event":"B"},
        {"seq":1,"at":"t1","event":"A"}]}\
        """;
    run("journal", "--json");
    assertEquals(
        List.of(
            "{\"seq\":1,\"at\":\"t1\",\"event\":\"A\"}",
            "{\"seq\":2,\"at\":\"t2\",\"event\":\"B\"}"),
        out);
  }

  @Test
  void followedLines_areToldUntilTheStreamEnds() {
    answer =
        ": hello\n\n"
            + "event: journal\n"
            + "data: {\"dropped\":0,\"lines\":[{\"seq\":1}]}\n\n"
            + ": still here\n\n";
    assertEquals(ExitCode.FAILURE, run("journal", "--follow", "--json"));
    assertEquals(List.of("{\"seq\":1}"), out);
    assertEquals(List.of("the gateway ended the journal's stream"), complaints);
  }

  @Test
  void withoutTokenAndUser_theWayIsSaid() {
    data = folder.resolve("nothing-there");
    assertEquals(ExitCode.FAILURE, run("status"));
    assertTrue(complaints.getFirst().contains("--user"), complaints.toString());
  }

  /** As the options stood before picocli: also before the action. */
  @Test
  void theConnectionIsGiven_beforeTheActionToo() {
    answer = "{\"extensions\":[]}";
    assertEquals(ExitCode.SUCCESS, run("extension", "--user", "ann", "--password", "b", "list"));
    assertEquals(List.of("GET /api/v1/extensions Basic YW5uOmI= 1"), asked);
  }

  /** picocli would read such an argument as the name of a file with arguments. */
  @Test
  void aDomain_isNotAFileOfArguments() {
    answer = "{\"lines\":[]}";
    assertEquals(ExitCode.SUCCESS, run("journal", "--sender", "@example.org"));
    assertEquals(
        List.of("GET /api/v1/journal?sender=%40example.org&limit=50 Bearer secret-token 1"), asked);
  }

  @Test
  void clearText_isRefusedBeforeAnythingIsSent() {
    assertEquals(ExitCode.USAGE, client.run("status", List.of("--url", "http://127.0.0.1:1")));
  }

  @Test
  void notices_areToldWithEffectKeyAndTime() {
    answer =
        """
        {"state":"refusing","startedAt":"2026-01-01T00:00:00Z","queue":{"held":2},"notices":[
        {"key":"spool.disk-low","effect":"refusing","text":"less\\u001b[2J","since":"t1"}]}\
        """;
    assertEquals(ExitCode.SUCCESS, run("status"));
    assertTrue(out.contains("state       refusing"), out.toString());
    assertTrue(out.contains("held        2 messages"), out.toString());
    assertTrue(
        out.contains("refusing    less\\u{1b}[2J (spool.disk-low, since t1)"), out.toString());
  }

  @Test
  void theQueue_isListedPageByPageUntilTheLimit() {
    answer =
        """
        {"messages":[{"id":"1","sender":"","receivedAt":"2026-01-01T00:00:00.123Z","size":7,
        "subject":"a\\u202eb","recipients":[{"mailbox":"a@b","state":"held"},
        {"mailbox":"c@d","state":"finished"}]}],"next":"1"}\
        """;
    assertEquals(
        ExitCode.SUCCESS,
        run("queue", "list", "--state", "kept", "--sender", "<>", "--limit", "2"));
    assertEquals(
        List.of(
            "GET /api/v1/messages?state=kept&sender=%3C%3E&limit=2 Bearer secret-token 1",
            "GET /api/v1/messages?state=kept&sender=%3C%3E&after=1&limit=1 Bearer secret-token"
                + " 1"),
        asked);
    assertEquals(3, out.size());
    assertEquals(
        "1              2026-01-01T00:00:00Z  held                 7  <> -> a@b, c@d, a\\u{202e}b",
        out.get(1));
  }

  @Test
  void heldMessages_areReleasedOneByOne() {
    answer = "{\"recipients\":[\"a@b\"]}";
    assertEquals(
        ExitCode.SUCCESS,
        run("queue", "release", "1", "2", "--recipient", "a@b", "--reason", "fine"));
    String decision = "1 {\"reason\":\"fine\",\"recipients\":[\"a@b\"]}";
    assertEquals(
        List.of(
            "POST /api/v1/messages/1/release Bearer secret-token " + decision,
            "POST /api/v1/messages/2/release Bearer secret-token " + decision),
        asked);
    assertEquals(List.of("1 release: a@b", "2 release: a@b", "2 messages"), out);
  }

  @Test
  void everythingThatMeetsConditions_isDecidedByTheGateway() {
    answer =
        """
        {"id":"7","progress":"done","messages":3,"recipients":4,"left":0,"refusals":[]}\
        """;
    assertEquals(
        ExitCode.SUCCESS,
        run("queue", "delete", "--all", "--state", "waiting", "--recipient", "@a.b"));
    assertEquals(
        List.of(
            "POST /api/v1/bulk Bearer secret-token 1"
                + " {\"action\":\"delete\",\"state\":\"waiting\",\"recipient\":\"@a.b\"}"),
        asked);
    assertEquals(List.of("3 messages, 4 recipients"), out);
  }

  @Test
  void whatADecisionInBulkLeaves_isAFailureThatNamesIt() {
    answer =
        """
        {"id":"7","progress":"stopped","messages":1,"recipients":1,"left":2,
        "refusals":["5: is being delivered"]}\
        """;
    assertEquals(ExitCode.FAILURE, run("queue", "release", "--all"));
    assertEquals(
        List.of(
            "1 message, 1 recipient (stopped); 2 messages were left as they are",
            "5: is being delivered"),
        complaints);
  }

  @Test
  void messagesThatAreLeftAsTheyAre_areNamedAtTheEnd() {
    status = 409;
    answer = "{\"detail\":\"not kept\"}";
    assertEquals(ExitCode.FAILURE, run("queue", "delete", "1", "2"));
    assertEquals(
        List.of("2 of 2 messages were left as they are", "1: not kept", "2: not kept"), complaints);
  }

  @Test
  void whatTheQueueIsAskedWrongly_isAUsageError() {
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("nonsense"),
            List.of("release"),
            List.of("release", "1", "--all"),
            List.of("bounce", "1", "--subject", "x"),
            List.of("stop"),
            List.of("list", "1"),
            List.of("list", "--limit", "0"),
            List.of("show"))) {
      assertEquals(ExitCode.USAGE, run("queue", words.toArray(String[]::new)), words.toString());
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void help_saysHowEachIsUsed() {
    for (String name : ClientCommands.all().keySet()) {
      out.clear();
      assertEquals(ExitCode.SUCCESS, client.run(name, List.of("--help")));
      assertTrue(out.getFirst().startsWith("usage: postern " + name), out.getFirst());
    }
  }

  private int run(String name, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    String url = "https://127.0.0.1:" + server.getAddress().getPort();
    all.addAll(List.of("--url", url, "--data", data.toString()));
    return client.run(name, all);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    asked.add(
        String.join(
                " ",
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Postern-Request"),
                body)
            .strip());
    byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, octets.length);
    try (OutputStream response = exchange.getResponseBody()) {
      response.write(octets);
    }
  }

  private static void makeDataFolder(String name) throws IOException, InterruptedException {
    Path made = folder.resolve(name);
    Files.createDirectories(made.resolve("tls"));
    Files.writeString(made.resolve("cli-token"), "secret-token\n");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", "s1as"));
    command.addAll(List.of("-keyalg", "EC", "-dname", "CN=elsewhere.example"));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", "changeit"));
    command.addAll(List.of("-keystore", made.resolve("tls/admin.p12").toString()));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    tool.getInputStream().readAllBytes();
    assertEquals(0, tool.waitFor());
  }

  private static SSLContext serverContext(Path data) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    char[] password = "changeit".toCharArray();
    try (InputStream in = Files.newInputStream(data.resolve("tls/admin.p12"))) {
      keys.load(in, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
