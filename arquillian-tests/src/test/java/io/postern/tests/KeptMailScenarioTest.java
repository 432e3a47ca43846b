package io.postern.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.postern.fixtures.smtp.Sink;
import io.postern.tests.verdicts.QuarantinesViruses;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held and quarantined mail is seen, and leaves by REST, command and page, also after kill -9. */
final class KeptMailScenarioTest {

  private static final String HOSTILE = "<script>alert(1)</script> \u001b[31m virus";

  private static final Pattern FIRST_PASSWORD =
      Pattern.compile("log in as admin with the password (\\S+) and choose another");
  private static final String PASSWORD = "plain words that are long enough";

  @TempDir Path folder;
  private final Sink sink = new Sink();
  private PosternProcess server;

  @BeforeEach
  void start() {
    sink.keepContents();
    server = PosternProcess.start(folder.resolve("data"), configuration());
    Path archive = ExtensionArchive.write(folder.resolve("viruses.war"), QuarantinesViruses.class);
    server.command("extension", "deploy", archive.toString());
  }

  private String configuration() {
    return Configurations.relayTo(sink.port())
        .replace("routes:\n", "routes:\n  - {domain: held.test, hold: true}\n");
  }

  @AfterEach
  void end() {
    server.close();
    sink.close();
  }

  @Test
  void keptMailIsListedFoundAndDecided_alsoAfterAKill() throws Exception {
    String held = server.send("bob@held.test", "to be held");
    String released = server.send("ann@sink.test", "virus to release");
    String bounced = server.send("ann@sink.test", "virus to bounce");
    String deleted = server.send("ann@sink.test", "virus to delete");
    await().until(() -> status().getJsonObject("queue").getInt("held") == 1);
    server.kill();
    server = PosternProcess.start(folder.resolve("data"), configuration());

    JsonObject queue = status().getJsonObject("queue");
    assertEquals(1, queue.getInt("held"));
    assertEquals(3, queue.getInt("quarantined"));
    assertEquals(List.of(held), ids("messages?state=held&recipient=@held.test"));
    assertEquals(
        List.of(released, bounced, deleted), ids("messages?state=quarantined&subject=VIRUS"));
    assertEquals(
        List.of(released, bounced, deleted),
        ids("messages?state=kept&sender=@client.test&subject=virus"));
    String list = server.command("queue", "list", "--state", "kept");
    assertTrue(list.contains(held + "  ") && list.contains("held"), list);
    String shown = server.command("queue", "show", bounced);
    assertTrue(shown.contains("looks like a virus") && shown.contains("Subject: virus"), shown);

    server.command("queue", "release", held, released, "--reason", "was fine");
    try (AdminApi api = new AdminApi(server)) {
      HttpResponse<String> answer =
          api.json("POST", "messages/" + bounced + "/bounce", "{\"reason\":\"not wanted\"}");
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(404, api.json("POST", "messages/" + bounced + "/delete", "{}").statusCode());
      assertEquals(404, api.json("POST", "messages/x/delete", "{}").statusCode());
      assertEquals(
          400,
          api.json("POST", "messages/" + deleted + "/delete", "{\"reason\":\"a\\nb\"}")
              .statusCode());
    }
    server.command("queue", "delete", "--all", "--subject", "to delete");
    await().until(() -> status().getJsonObject("queue").getInt("unfinished") == 0);

    await()
        .until(
            () -> events(JournalFiles.read(server.data), deleted).contains("AdministratorActed"));
    List<JsonObject> journal = JournalFiles.read(server.data);
    assertEquals(
        Set.of("Accepted", "Held", "Released", "AdministratorActed", "AttemptBegun", "Delivered"),
        events(journal, held));
    assertEquals(
        Set.of(
            "Accepted",
            "Quarantined",
            "Released",
            "AdministratorActed",
            "AttemptBegun",
            "Delivered"),
        events(journal, released));
    assertEquals(
        Set.of("Accepted", "Quarantined", "Failed", "AdministratorActed"),
        events(journal, bounced));
    assertEquals(
        Set.of("Accepted", "Quarantined", "Discarded", "AdministratorActed"),
        events(journal, deleted));
    JsonObject looked =
        journal.stream()
            .filter(line -> line.getString("action", "").equals("looked into the message"))
            .findFirst()
            .orElseThrow();
    assertEquals(bounced, looked.getString("id"));
    assertTrue(looked.containsKey("local-user") && looked.containsKey("address"));
    assertTrue(
        sink.contents().stream()
            .map(report -> new String(report, StandardCharsets.UTF_8))
            .anyMatch(report -> report.contains("not wanted")),
        "the sender's report tells the reason");
    server.failingCommand("queue", "release", held);
  }

  @Test
  void everythingThatMeetsConditionsIsDecidedInBulk_onTheGatewayAndOnThePage() throws Exception {
    for (int i = 0; i < 30; i++) {
      server.send("bob@held.test", "held " + i);
      server.send("ann@sink.test", "virus " + i);
    }
    await().until(() -> status().getJsonObject("queue").getInt("held") == 30);
    assertEquals(11, json("messages/count?state=held&subject=held%201").getInt("messages"));
    String released =
        server.command("queue", "release", "--all", "--state", "held", "--subject", "held 1");
    assertTrue(released.contains("11 messages, 11 recipient"), released);
    await().until(() -> sink.contents().size() == 11);
    assertEquals(19, status().getJsonObject("queue").getInt("held"));

    Optional<Path> chromium = AdminBrowser.program();
    assumeTrue(chromium.isPresent(), "chromium (Debian's package) is not installed");
    try (AdminBrowser browser = AdminBrowser.open(chromium.get(), server.adminPort)) {
      Page page = browser.visit(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT));
      signIn(page);
      page.locator("nav").getByText("Queue").click();
      page.getByTestId("all-matching").check();
      page.getByTestId("delete").click();
      assertThat(page.locator("#dialog-title")).hasText("Delete 49 messages");
      AdminBrowser.keep(page, "queue-bulk");
      page.getByTestId("confirm").click();
      assertThat(page.getByTestId("bulk")).containsText("Deleted 49 messages");
      assertThat(page.getByTestId("empty")).isVisible();
      assertEquals(List.of(), browser.complaints());
    }
    assertEquals(0, status().getJsonObject("queue").getInt("unfinished"));
    await()
        .until(
            () ->
                JournalFiles.read(server.data).stream()
                        .filter(event -> event.getString("action", "").equals("message deleted"))
                        .count()
                    == 49);
  }

  @Test
  void keptMailIsReleasedAndDeletedOnThePage() throws Exception {
    Optional<Path> chromium = AdminBrowser.program();
    assumeTrue(chromium.isPresent(), "chromium (Debian's package) is not installed");
    String hostile = server.send("ann@sink.test", HOSTILE);
    String held = server.send("bob@held.test", "to be held");
    try (AdminBrowser browser = AdminBrowser.open(chromium.get(), server.adminPort)) {
      Page page = browser.visit(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT));
      signIn(page);
      assertThat(page.getByTestId("quarantined")).containsText("1");
      page.locator("nav").getByText("Queue").click();
      assertThat(page.getByTestId("message-" + held)).containsText("held");
      assertThat(page.getByTestId("message-" + hostile))
          .containsText("<script>alert(1)</script> \\u{1b}[31m virus");
      assertThat(page.locator("postern-app script")).hasCount(0);
      AdminBrowser.keep(page, "queue");

      page.getByTestId("message-" + held).locator("input").check();
      page.getByTestId("release").click();
      page.getByTestId("reason").fill("was fine");
      AdminBrowser.keep(page, "queue-release");
      page.getByTestId("confirm").click();
      assertThat(page.getByTestId("done")).hasText("Released one message.");
      assertThat(page.getByTestId("message-" + held)).hasCount(0);

      page.setViewportSize(390, 844);
      AdminBrowser.keep(page, "narrow-queue");
      assertTrue(
          (Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "narrow");
      // By the keyboard alone.
      page.getByTestId("message-" + hostile).locator("input").focus();
      page.keyboard().press("Space");
      page.getByTestId("delete").focus();
      page.keyboard().press("Enter");
      assertThat(page.locator("dialog")).isVisible();
      AdminBrowser.keep(page, "narrow-queue-delete");
      page.keyboard().press("Escape");
      assertThat(page.locator("dialog")).hasCount(0);
      page.keyboard().press("Enter");
      page.getByTestId("confirm").focus();
      page.keyboard().press("Enter");
      assertThat(page.getByTestId("done")).hasText("Deleted one message.");
      assertThat(page.getByTestId("empty")).isVisible();
      assertEquals(List.of(), browser.complaints());
    }
    assertFalse(ids("messages").contains(hostile));
  }

  private void signIn(Page page) {
    String first =
        server.console().stream()
            .map(FIRST_PASSWORD::matcher)
            .filter(Matcher::find)
            .map(matcher -> matcher.group(1))
            .findFirst()
            .orElseThrow();
    AdminBrowser.fillLogin(page, "admin", first);
    page.getByTestId("password").locator("[name=wanted]").fill(PASSWORD);
    page.getByTestId("password").locator("[name=again]").fill(PASSWORD);
    page.getByTestId("password").locator("button.primary").click();
    assertThat(page.getByTestId("state")).isVisible();
  }

  private JsonObject status() throws Exception {
    return json("status");
  }

  private JsonObject json(String path) throws Exception {
    try (AdminApi api = new AdminApi(server)) {
      HttpResponse<String> answer = api.get(path);
      assertEquals(200, answer.statusCode(), answer.body());
      try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
        return reader.readObject();
      }
    }
  }

  private List<String> ids(String path) throws Exception {
    return json(path).getJsonArray("messages").getValuesAs(JsonObject.class).stream()
        .map(message -> message.getString("id"))
        .toList();
  }

  /** Spool and administration write side by side, so their order is not fixed. */
  private static Set<String> events(List<JsonObject> journal, String id) {
    return journal.stream()
        .filter(event -> event.getString("id", "").equals(id))
        .map(event -> event.getString("event"))
        .collect(Collectors.toSet());
  }
}
