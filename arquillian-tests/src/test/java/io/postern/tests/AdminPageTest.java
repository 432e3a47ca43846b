package io.postern.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.tests.faulty.LogsAndThrows;
import io.postern.tests.verdicts.QuarantinesViruses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The administration as people use it: a browser at the built product. */
final class AdminPageTest {

  private static final String PASSWORD = "plain words that are long enough";

  @TempDir static Path folder;
  private static Sink sink;
  private static int deadPort;
  private static PosternProcess server;
  private static AdminBrowser browser;

  @BeforeAll
  static void start() {
    Optional<Path> chromium = AdminBrowser.program();
    assumeTrue(chromium.isPresent(), "chromium (Debian's package) is not installed");
    sink = new Sink();
    deadPort = Ports.free();
    server = PosternProcess.start(folder.resolve("data"), configuration());
    browser = AdminBrowser.open(chromium.get(), server.adminPort);
    chooseThePasswordAtTheFirstLogin();
  }

  /** Everything goes to the sink, but for a held domain and one whose host does not answer. */
  private static String configuration() {
    return Configurations.relayTo(sink.port())
        .replace(
            "routes:\n",
            "routes:\n  - {domain: kept.test, hold: true}\n"
                + "  - {domain: dead.test, host: 127.0.0.1, port: "
                + deadPort
                + "}\n");
  }

  private static void chooseThePasswordAtTheFirstLogin() {
    Page page = browser.visit();
    assertThat(page.getByTestId("login")).isVisible();
    AdminBrowser.keep(page, "login");
    AdminBrowser.fillLogin(page, "admin", server.firstPassword());
    assertThat(page.getByTestId("password")).containsText("Choose your password");
    AdminBrowser.keep(page, "first-password");
    AdminBrowser.choosePassword(page, PASSWORD);
    assertThat(page.getByTestId("state")).hasText("Running");
    page.context().close();
  }

  @AfterEach
  void theBrowserHasNothingToComplainAbout() {
    assertEquals(List.of(), browser.complaints());
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
    if (sink != null) {
      sink.close();
    }
  }

  @Test
  void theOverviewTellsHowTheGatewayIs() throws IOException {
    Page page = logIn();
    assertThat(page.getByTestId("version")).hasText(Pattern.compile("\\d+\\.\\d+\\.\\d+.*"));
    assertThat(page.getByTestId("listeners")).hasText("127.0.0.1:" + server.smtpPort);
    int before = number(page.getByTestId("count-accepted"));
    send("someone@sink.test", "Subject: counted\r\n");
    assertThat(page.getByTestId("count-accepted")).hasText(String.valueOf(before + 1));
    assertThat(lane(page, sink.port()).locator("td").last()).hasText("–");
  }

  @Test
  void aNextHopThatDoesNotAnswerIsSeenWithItsFailure() throws IOException {
    send("someone@dead.test", "Subject: later\r\n");
    Page page = logIn();
    Locator lane = lane(page, deadPort);
    assertThat(lane.locator("td").first()).containsText("paused until");
    assertThat(lane.locator("td").nth(1)).hasText("1");
    assertThat(lane.locator("td").nth(2)).hasText("1");
    assertThat(lane.locator("td").last()).containsText("ago");
    assertThat(page.getByTestId("unfinished")).hasText("1");
    AdminBrowser.keep(page, "overview");
  }

  @Test
  void aHostileSubjectIsTextInTheJournalAndInTheStory() throws IOException {
    Page page = logIn();
    page.getByText("Journal").click();
    assertThat(page.locator(".link.live")).hasText("live");
    send(
        "someone@sink.test",
        "Subject: <script>alert(1)</script><img src=x onerror=alert(1)> \u001b[31mred"
            + " =?utf-8?Q?=E2=80=AEgnp.exe?=\r\n");
    String text =
        "<script>alert(1)</script><img src=x onerror=alert(1)> \\u{1b}[31mred \\u{202e}gnp.exe";
    Locator accepted =
        page.getByTestId("lines")
            .locator("tr")
            .filter(new Locator.FilterOptions().setHasText("<script>"));
    assertThat(accepted).containsText(text);
    assertThat(page.locator("postern-app script, postern-app [onerror]")).hasCount(0);
    AdminBrowser.keep(page, "journal");

    accepted.locator("a").click();
    assertThat(page.getByTestId("subject")).hasText(text);
    assertThat(page.getByTestId("story").locator("li")).hasCount(3);
    assertThat(page.getByTestId("story").locator(".chip"))
        .hasText(new String[] {"Accepted", "AttemptBegun", "Delivered"});
    assertThat(page.locator("postern-app script, postern-app [onerror]")).hasCount(0);
    AdminBrowser.keep(page, "message");
  }

  @Test
  void anExtensionIsDeployedThenCountedThenUndeployed() throws IOException {
    Page page = logIn();
    page.getByText("Extensions").click();
    page.getByTestId("archive").setInputFiles(archive());
    String name = page.locator("dialog [name=name]").inputValue();
    AdminBrowser.keep(page, "deploy");
    page.getByTestId("deploy").click();
    assertThat(page.getByTestId("done")).containsText(name + " is deployed: revision 1");
    Locator callouts = page.getByTestId("extension-" + name).locator("tbody tr");
    assertThat(callouts.first()).containsText("closed");

    send("someone@sink.test", "Subject: stamped\r\n");
    assertThat(callouts.last().locator("td").nth(2)).hasText("1");
    AdminBrowser.keep(page, "extensions");

    page.getByTestId("undeploy-" + name).click();
    AdminBrowser.keep(page, "undeploy");
    page.getByTestId("confirm").click();
    assertThat(page.getByTestId("done")).hasText(name + " is undeployed.");
    assertThat(page.getByTestId("extension-" + name)).hasCount(0);
  }

  @Test
  void whatAnExtensionDidToAMessageIsOnItsPageAndInTheCommand() throws IOException {
    Path quarantine =
        ExtensionArchive.write(folder.resolve("viruses.war"), QuarantinesViruses.class);
    server.command("extension", "deploy", quarantine.toString(), "--name", "viruses");
    server.command("extension", "deploy", archive().toString(), "--name", "stamps");
    try {
      send("someone@sink.test", "Subject: a virus in the story\r\n");
      Page page = logIn();
      page.getByText("Journal").click();
      page.getByTestId("lines")
          .locator("tr")
          .filter(new Locator.FilterOptions().setHasText("a virus in the story"))
          .locator("a")
          .first()
          .click();
      Locator callouts = page.getByTestId("callouts");
      assertThat(callouts).hasCount(1);
      Locator verdict =
          callouts.locator("tr").filter(new Locator.FilterOptions().setHasText("viruses--r1"));
      assertThat(verdict.locator("td").first()).hasText("MessageReceived");
      assertThat(verdict.locator("td").nth(2)).containsText("quarantine");
      assertThat(verdict.locator("td").nth(2)).containsText("looks like a virus");
      Locator change =
          callouts
              .locator("tr")
              .filter(new Locator.FilterOptions().setHasText("stamps--r1"))
              .first();
      assertThat(change.locator("td").nth(3)).hasText("header");
      Locator logged = page.getByTestId("callout-log").locator("tbody tr");
      assertThat(logged).hasCount(1);
      assertThat(logged.locator("td"))
          .hasText(
              new String[] {
                "MessageReceived", "viruses--r1", "warning", "the subject names a virus"
              });
      AdminBrowser.keep(page, "message-callouts");

      String id = page.url().substring(page.url().lastIndexOf('/') + 1);
      String story = server.command("journal", id);
      assertTrue(story.contains("  MessageReceived viruses--r1 verdict=quarantine ms="), story);
      assertTrue(story.contains(" stamps--r1 verdict=pass changed=header ms="), story);
    } finally {
      server.command("extension", "undeploy", "viruses");
      server.command("extension", "undeploy", "stamps");
    }
  }

  @Test
  void aPausedLoggingExtensionIsShownWithItsLagAndCanBeUndeployed() throws IOException {
    Page page = logIn();
    Path archive = ExtensionArchive.write(folder.resolve("throws.war"), LogsAndThrows.class);
    server.command("extension", "deploy", archive.toString(), "--name", "throws");
    for (int i = 0; i < 8; i++) {
      send("someone@sink.test", "Subject: not logged\r\n");
    }
    page.locator("nav").getByText("Extensions").click();
    Locator card = page.getByTestId("extension-throws");
    assertThat(card.getByTestId("paused")).containsText("The events wait in the journal");
    assertThat(card.locator("tbody tr").first().locator("td").last())
        .hasText(Pattern.compile("open|half-open"));
    assertThat(card.getByTestId("logging")).not().containsText(" 0 lines");
    AdminBrowser.keep(page, "extensions-paused");

    page.getByTestId("undeploy-throws").click();
    page.getByTestId("confirm").click();
    assertThat(page.getByTestId("extension-throws")).hasCount(0);
  }

  @Test
  void settingsAreCheckedAppliedComparedAndRolledBack() throws IOException {
    Page page = logIn();
    page.locator("nav").getByText("Settings").click();
    Locator source = page.getByTestId("settings-source");
    assertThat(page.getByTestId("settings-in-force")).containsText("Revision ");
    assertThat(page.getByTestId("settings-help")).hasCount(0);
    String before = source.inputValue();

    source.fill(before + "relayDomain: [a.test]\nlimits: {sessions: none}\n");
    page.getByTestId("settings-check").click();
    Locator mistakes = page.getByTestId("settings-problems").locator("li");
    assertThat(mistakes).hasCount(2);
    assertThat(mistakes.first()).containsText("relayDomain");
    assertThat(page.getByTestId("line-numbers")).containsText("● ");
    AdminBrowser.keep(page, "settings-mistakes");
    mistakes.last().locator("button").click();
    assertThat(source).isFocused();
    assertEquals(
        "limits: {sessions: none}",
        page.evaluate(
            "(() => { const a = document.activeElement;"
                + " return a.value.slice(a.selectionStart, a.selectionEnd); })()"));

    source.fill(before + "relayDomains: [a.test]\nlisteners: [{port: 2525}, {port: 2626}]\n");
    page.getByTestId("settings-check").click();
    assertThat(page.getByTestId("settings-trial")).containsText("+ relayDomains: [a.test]");
    assertThat(page.getByTestId("settings-trial")).containsText("listeners – after restart");
    assertThat(mistakes).hasCount(0);
    page.getByTestId("settings-apply").click();
    page.locator("dialog [name=note]").fill("two <b>more</b>");
    AdminBrowser.keep(page, "settings-apply");
    page.getByTestId("settings-confirm").click();
    assertThat(page.getByTestId("settings-done")).containsText("is now active");
    assertThat(page.getByTestId("after-restart")).containsText("listeners");
    assertThat(page.getByTestId("revisions").locator("tbody tr").first())
        .containsText("two <b>more</b>");
    page.getByTestId("compare").click();
    assertThat(page.getByTestId("difference").locator(".added").first())
        .hasText("+ relayDomains: [a.test]");
    page.evaluate("scrollTo(0, 0)");
    AdminBrowser.keep(page, "settings");
    page.getByTestId("difference").scrollIntoViewIfNeeded();
    AdminBrowser.keep(page, "settings-history");

    String applied = page.getByTestId("revisions").locator("tbody td").first().textContent();
    int former = Integer.parseInt(applied.strip()) - 1;
    page.getByTestId("rollback-" + former).click();
    AdminBrowser.keep(page, "settings-rollback");
    page.getByTestId("rollback-confirm").click();
    assertThat(page.getByTestId("settings-done")).containsText("the same as revision " + former);
    assertThat(source).hasValue(before);
    assertThat(page.getByTestId("after-restart")).hasCount(0);
  }

  @Test
  void theFormShowsKeysWithTheirBounds_mistakesAtTheField_andChangesTheText() {
    Page page = logIn();
    page.locator("nav").getByText("Settings").click();
    Locator source = page.getByTestId("settings-source");
    assertThat(source).hasValue(Pattern.compile("hostName.*", Pattern.DOTALL));
    String before = source.inputValue();
    source.fill("# a comment\n" + before);
    page.getByTestId("view-form").click();
    assertThat(page.locator("#field-hostName")).hasValue("gateway.test");
    Locator sessions = page.locator("#field-limits-sessions");
    assertThat(page.locator("#field-limits-sessions-help")).containsText("From 1 to 1000000");

    sessions.fill("0");
    sessions.press("Tab");
    assertThat(page.locator("#field-limits-sessions-wrong"))
        .containsText("is not a number from 1 to 1000000");
    assertThat(sessions).hasAttribute("aria-invalid", "true");
    AdminBrowser.keep(page, "settings-form");
    sessions.fill("900");
    sessions.press("Tab");
    assertThat(page.locator("#field-limits-sessions-wrong")).hasCount(0);
    page.getByTestId("add-routes").click();
    page.locator("[id='field-routes[3]-domain']").fill("new.test");
    page.locator("[id='field-routes[3]-domain']").press("Tab");
    page.locator("[id='field-routes[3]-host']").fill("mail.new.test");
    page.locator("[id='field-routes[3]-host']").press("Tab");
    assertThat(page.locator(".field.wrong")).hasCount(0);

    page.getByTestId("settings-check").click();
    assertThat(page.getByTestId("settings-trial")).containsText("+     host: mail.new.test");
    page.getByTestId("view-text").click();
    assertThat(source).hasValue(Pattern.compile("# a comment\n.*", Pattern.DOTALL));
    assertThat(source).hasValue(Pattern.compile(".*  sessions: 900\n", Pattern.DOTALL));
    page.getByTestId("settings-discard").click();
    assertThat(source).hasValue(before);
  }

  @Test
  void settingsThatSomebodyElseChangedAreNotOverwritten() {
    Page mine = logIn();
    mine.locator("nav").getByText("Settings").click();
    Locator source = mine.getByTestId("settings-source");
    assertThat(source).hasValue(Pattern.compile("hostName.*", Pattern.DOTALL));
    String before = source.inputValue();
    Page other = logIn();
    applySettings(other, before + "# by the other\n");

    applySettings(mine, before + "# mine\n");

    assertThat(mine.locator("[role=alert].banner")).containsText("is the newest meanwhile");
    assertThat(source).hasValue(before + "# mine\n");
    mine.getByTestId("settings-check").click();
    assertThat(mine.getByTestId("settings-trial")).containsText("- # by the other");
    mine.getByTestId("settings-discard").click();
    assertThat(source).hasValue(before + "# by the other\n");
    applySettings(mine, before);
    assertThat(mine.getByTestId("settings-done")).containsText("is now active");
  }

  private static void applySettings(Page page, String text) {
    page.locator("nav").getByText("Settings").click();
    page.getByTestId("settings-source").fill(text);
    page.getByTestId("settings-apply").click();
    page.getByTestId("settings-confirm").click();
    assertThat(page.locator("dialog")).hasCount(0);
  }

  @Test
  void whoHasNoRouteIsShownAnExample() {
    Page page = logIn();
    page.locator("nav").getByText("Settings").click();
    Locator source = page.getByTestId("settings-source");
    assertThat(source).hasValue(Pattern.compile("hostName.*", Pattern.DOTALL));
    source.fill("hostName: gateway.test\nroutes: []\n");
    assertThat(page.getByTestId("settings-help")).isVisible();
    AdminBrowser.keep(page, "settings-help");
    page.getByTestId("settings-example").click();
    assertThat(source).isFocused();
    page.getByTestId("settings-check").click();
    assertThat(page.getByTestId("settings-trial")).containsText("Configuration OK");
    page.locator("nav").getByText("Overview").click();
    page.locator("nav").getByText("Settings").click();
    assertThat(source)
        .hasValue(Pattern.compile("hostName: gateway.test.*routes:.*", Pattern.DOTALL));
    page.getByTestId("settings-discard").click();
    assertThat(page.getByTestId("settings-help")).hasCount(0);
  }

  @Test
  void operatorsReadTheSettingsOnly() {
    Page page = logIn();
    AdminBrowser.becomeOperator(page);
    page.reload();
    page.locator("nav").getByText("Settings").click();
    assertThat(page.getByTestId("settings-source")).not().isEditable();
    assertThat(page.getByTestId("revisions")).isVisible();
    assertThat(page.getByTestId("settings-apply")).hasCount(0);
    assertThat(page.getByTestId("settings-check")).hasCount(0);
    assertThat(page.locator("[data-testid^=rollback]")).hasCount(0);
    AdminBrowser.keep(page, "settings-operator");
  }

  @Test
  void theSelfTestIsRunByAButton() throws IOException {
    Page page = logIn();
    page.locator("nav").getByText("System").click();
    page.getByTestId("self-test").click();
    assertThat(page.getByTestId("self-test-result")).containsText("Self-test passed");
    assertThat(page.getByTestId("self-test-parts").locator("tbody tr")).hasCount(6);
    AdminBrowser.keep(page, "system");
  }

  @Test
  void anUpdateIsUploaded_andWhatBecomesOfItIsSeen_onTheImageAlone() throws IOException {
    Page page = logIn();
    page.locator("nav").getByText("System").click();
    assertThat(page.getByTestId("self-test")).isVisible();
    assertThat(page.getByTestId("update")).hasCount(0);

    Path updates = Files.createDirectory(server.data.resolve("update"));
    page.getByTestId("update-file")
        .setInputFiles(Files.write(folder.resolve("postern_1.1.update"), new byte[100_000]));
    page.getByTestId("update-apply").click();
    assertThat(page.getByTestId("update-work")).containsText("waits to be verified");
    assertTrue(Files.readAllLines(updates.resolve("upload.request")).contains("by=admin"));
    AdminBrowser.keep(page, "update");

    Files.delete(updates.resolve("upload.update"));
    Files.writeString(
        updates.resolve("status"),
        "work=idle\na.version=1.0\na.state=running, confirmed\nlast.event=returned\n"
            + "last.at=2026-11-24T08:00:00Z\nlast.version=1.1\nlast.by=admin\n"
            + "last.reason=<b>did not come up</b>\n");
    assertThat(page.getByTestId("update-last")).containsText("1.1 was tried and given up");
    assertThat(page.getByTestId("update-last")).containsText("<b>did not come up</b>");
    assertThat(page.getByTestId("update")).containsText("running, confirmed");
    AdminBrowser.keep(page, "update-returned");
  }

  @Test
  void aPasswordTypedAsTheUserIsNotInTheJournal() throws IOException {
    Page page = browser.visit();
    AdminBrowser.fillLogin(page, "my secret typed too early", "x");
    assertThat(page.locator(".complaint")).not().isEmpty();
    AdminBrowser.keep(page, "login-refused");
    AdminBrowser.fillLogin(page, "admin", PASSWORD);
    page.getByText("Journal").click();
    assertThat(page.getByTestId("lines"))
        .containsText("login failed for user (unknown user) from 127.0.0.1");
    assertFalse(
        JournalFiles.read(server.data).stream()
            .anyMatch(event -> event.toString().contains("my secret typed too early")));
  }

  @Test
  void loggingOutEndsTheSessionForWhoeverHasItsCookie() {
    Page page = logIn();
    var cookies = page.context().cookies();
    assertEquals(200, session(page));
    page.getByTestId("log-out").click();
    assertThat(page.getByTestId("login")).isVisible();
    page.context().addCookies(cookies);
    assertEquals(401, session(page));
  }

  @Test
  void thePagesFitANarrowScreenInTheDark() throws IOException {
    send("someone@sink.test", "Subject: narrow " + "x".repeat(200) + "\r\n");
    Page page = logIn(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
    page.setViewportSize(390, 844);
    List<Map.Entry<String, String>> contents =
        List.of(
            Map.entry("Overview", "lanes"),
            Map.entry("Queue", "search"),
            Map.entry("Extensions", "drop"),
            Map.entry("Exports", "no-exports"),
            Map.entry("Settings", "settings-source"),
            Map.entry("System", "self-test"),
            Map.entry("Journal", "lines"),
            Map.entry("Search", "lines"));
    for (Map.Entry<String, String> content : contents) {
      String name = content.getKey();
      page.locator("nav").getByText(name).click();
      assertThat(page.locator("h1")).hasText(name);
      assertThat(page.getByTestId(content.getValue())).isVisible();
      AdminBrowser.keep(page, "narrow-" + name.toLowerCase(Locale.ROOT));
      assertTrue(
          (Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name);
    }
    assertTrue(
        (Boolean)
            page.evaluate(
                "(() => { const lines = document.querySelector('.lines').parentElement;"
                    + " return lines.scrollWidth <= lines.clientWidth; })()"),
        "every line is seen whole");
  }

  /** WCAG 2.1.1: what scrolls can be scrolled with the keyboard alone. */
  @Test
  void whatScrolls_isReachedByTheKeyboard() throws IOException {
    send("someone@sink.test", "Subject: keys\r\n");
    Page page = logIn();
    page.setViewportSize(390, 844);
    for (String name :
        List.of("Overview", "Extensions", "Exports", "Settings", "System", "Journal", "Search")) {
      page.locator("nav").getByText(name).click();
      assertThat(page.locator("h1")).hasText(name);
      assertEquals(
          List.of(),
          page.evaluate(
              """
              [...document.querySelectorAll('main *')]
                .filter((e) => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
                .filter((e) => e.tabIndex < 0)
                .map((e) => e.className)
              """),
          name);
    }
  }

  @Test
  void thePlotsOfTheOverviewHaveWhatTheTilesSay() throws IOException {
    Page page = logIn();
    send("someone@sink.test", "Subject: plotted\r\n");
    assertThat(page.getByTestId("plot-accepted").locator("canvas")).isVisible();
    String accepted = page.getByTestId("count-accepted").textContent();
    await()
        .until(
            () -> {
              page.reload();
              return page.getByTestId("plot-accepted").locator(".value").first().textContent();
            },
            shown -> Integer.parseInt(shown.strip()) >= Integer.parseInt(accepted.strip()));
    assertThat(page.getByTestId("plots").locator("canvas")).hasCount(4);
    AdminBrowser.keep(page, "overview-plots");

    page.getByTestId("range-quarter").click();
    assertThat(page.getByTestId("range-quarter")).hasAttribute("aria-pressed", "true");
    assertTrue(page.url().endsWith("range=quarter"), page.url());
    page.goBack();
    assertThat(page.getByTestId("range-hour")).hasAttribute("aria-pressed", "true");

    page.getByTestId("plot-accepted").locator(".canvas").focus();
    page.keyboard().press("End");
    assertThat(page.getByTestId("plot-accepted").locator(".when")).not().isEmpty();
  }

  @Test
  void anAddressWithoutAPageIsAnsweredAsSuch_andEachPageHasATitle() {
    Page page = logIn();
    assertThat(page).hasTitle("Overview · Postern");
    for (String name :
        List.of("Queue", "Extensions", "Journal", "Search", "Exports", "Settings", "System")) {
      page.locator("nav").getByText(name).click();
      assertThat(page).hasTitle(name + " · Postern");
    }
    page.goBack();
    assertThat(page).hasTitle("Settings · Postern");
    for (String address :
        List.of("#/nowhere", "#/queue/1", "#/journal/", "#/exports/", "#/exports/a/b", "#/%zz")) {
      page.navigate("https://127.0.0.1:" + server.adminPort + "/" + address);
      assertThat(page.getByTestId("not-found")).containsText("Page not found");
      assertThat(page).hasTitle("Page not found · Postern");
    }
    page.getByTestId("not-found").locator("a").click();
    assertThat(page.getByTestId("state")).hasText("Running");

    page.navigate("https://127.0.0.1:" + server.adminPort + "/#/journal/0000000000000");
    assertThat(page.getByTestId("no-message")).containsText("Message not found");
    assertEquals(
        List.of(404, "application/problem+json"),
        page.evaluate(
            "fetch('api/v1/nowhere').then((a) => [a.status, a.headers.get('Content-Type')])"));
    browser.forget("404");

    assertEquals(404, page.navigate("https://127.0.0.1:" + server.adminPort + "/no").status());
    assertThat(page.locator("h1")).hasText("Page not found");
    AdminBrowser.keep(page, "not-found");
    page.locator("a").click();
    assertThat(page.getByTestId("state")).hasText("Running");
    browser.forget("404");
  }

  @Test
  void howATableIsSorted_filteredAndPaged_isInTheAddress() throws IOException {
    for (String subject : List.of("b", "a", "c")) {
      send("someone@kept.test", "Subject: " + subject + "\r\n");
    }
    Page page = logIn();
    page.locator("nav").getByText("Queue").click();
    page.getByTestId("state").selectOption("held");
    Locator subjects = page.getByTestId("messages").locator("tbody td:nth-child(6)");
    page.getByTestId("sort-subject").click();
    assertThat(subjects).hasText(new String[] {"a", "b", "c"});
    assertThat(page.locator("th[aria-sort=ascending]")).hasText("Subject ↑");
    page.getByTestId("sort-subject").click();
    assertThat(page.locator("th[aria-sort=descending]")).hasText("Subject ↓");
    assertThat(subjects).hasText(new String[] {"c", "b", "a"});
    assertTrue(page.url().endsWith("#/queue?state=held&sort=subject-desc"), page.url());

    page.reload();
    assertThat(page.locator("th[aria-sort=descending]")).hasText("Subject ↓");
    assertThat(page.getByTestId("state")).hasValue("held");
    assertThat(subjects).hasText(new String[] {"c", "b", "a"});
    page.goBack();
    assertThat(subjects).hasText(new String[] {"a", "b", "c"});
    page.goBack();
    page.goBack();
    assertThat(page.getByTestId("state")).hasValue("kept");

    page.navigate(
        "https://127.0.0.1:" + server.adminPort + "/#/search?event=Accepted&sort=about-asc");
    assertThat(page.getByTestId("lines").locator("tbody tr").first()).containsText("Accepted");
    assertThat(page.getByTestId("lines").locator("tbody tr").first().locator(".chip"))
        .hasText("Accepted");
    assertThat(page.locator("[name=event]")).hasValue("Accepted");
    page.getByTestId("lines").locator("tbody a").first().click();
    assertThat(page.getByTestId("story")).isVisible();
    page.goBack();
    assertThat(page.locator("th[aria-sort=ascending]")).hasText("Sender → recipient ↑");
    deleteWhatIsHeld(page);
  }

  @Test
  void aSearchIsInTheAddress_isSaved_andLeadsToTheStory() throws IOException {
    send("someone@sink.test", "Subject: Protokoll der Gruendung vierzehn\r\n");
    Page page = logIn();
    page.locator("nav").getByText("Search").click();
    assertThat(page.getByTestId("lines")).isVisible();
    Locator form = page.getByTestId("search-form");
    form.locator("[name=subject]").fill("vierzehn protok*");
    form.locator("[name=event]").selectOption("Delivered");
    page.getByTestId("range").selectOption("Last hour");
    form.locator("summary").click();
    form.locator("[name=recipient-domain]").fill("sink.test");
    await()
        .untilAsserted(
            () -> {
              page.getByTestId("look").click();
              assertThat(page.getByTestId("count")).hasText("1 entry");
            });
    assertTrue(
        page.url()
            .endsWith(
                "#/search?subject=vierzehn+protok*&event=Delivered&last=1&recipient-domain=sink.test"),
        page.url());
    page.reload();
    assertThat(page.getByTestId("count")).hasText("1 entry");
    assertThat(form.locator("[name=recipient-domain]")).hasValue("sink.test");
    AdminBrowser.keep(page, "search");

    page.getByTestId("save").click();
    page.locator("dialog [name=name]").fill("fourteen");
    page.getByTestId("save-confirm").click();
    page.getByTestId("clear").click();
    assertThat(form.locator("[name=subject]")).hasValue("");
    page.getByTestId("saved").selectOption("fourteen");
    assertThat(form.locator("[name=subject]")).hasValue("vierzehn protok*");

    page.getByTestId("lines").locator("tbody a").first().click();
    assertThat(page.getByTestId("recipients")).containsText("Delivered");
    assertThat(page.getByTestId("attempts").locator("tbody tr")).hasCount(1);
    AdminBrowser.keep(page, "story");

    page.navigate("https://127.0.0.1:" + server.adminPort + "/#/search?subject=sevenhundred");
    assertThat(page.getByTestId("empty")).containsText("No matching entries");
    page.navigate("https://127.0.0.1:" + server.adminPort + "/#/search?peer=nonsense");
    assertThat(page.getByTestId("failed")).containsText("peer is an address");
    browser.forget("400");
  }

  private static void deleteWhatIsHeld(Page page) {
    page.navigate("https://127.0.0.1:" + server.adminPort + "/#/queue?state=held");
    page.getByTestId("select-all").check();
    page.getByTestId("delete").click();
    page.getByTestId("confirm").click();
    assertThat(page.getByTestId("done")).containsText("Deleted");
    assertThat(page.getByTestId("empty")).isVisible();
  }

  /** What a dialog was opened by has the focus again when it is closed. */
  @Test
  void aDialogIsLeftByEscape_andGivesTheFocusBack() throws IOException {
    send("someone@kept.test", "Subject: kept\r\n");
    Page page = logIn();
    page.navigate("https://127.0.0.1:" + server.adminPort + "/#/queue?state=held");
    page.getByTestId("select-all").check();
    page.getByTestId("delete").click();
    assertThat(page.getByTestId("reason")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(page.getByTestId("delete")).isFocused();
    deleteWhatIsHeld(page);
  }

  private static Locator lane(Page page, int port) {
    return page.getByTestId("lanes")
        .locator("tbody tr")
        .filter(new Locator.FilterOptions().setHasText("127.0.0.1:" + port));
  }

  private static int session(Page page) {
    return (int) page.evaluate("fetch('api/v1/session').then((answer) => answer.status)");
  }

  private static Page logIn() {
    return logIn(new Browser.NewContextOptions());
  }

  private static Page logIn(Browser.NewContextOptions options) {
    Page page = browser.visit(options);
    AdminBrowser.fillLogin(page, "admin", PASSWORD);
    assertThat(page.getByTestId("state")).hasText("Running");
    return page;
  }

  private static int number(Locator shown) {
    return Integer.parseInt(shown.textContent().replace(",", ""));
  }

  private static void send(String recipient, String fields) throws IOException {
    byte[] content =
        ("From: Ann <sender@client.test>\r\n" + fields + "\r\nHello.\r\n")
            .getBytes(StandardCharsets.UTF_8);
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      String reply = client.send("sender@client.test", recipient, content);
      assertTrue(reply.startsWith("250"), reply);
    }
  }

  /** The sample extension as built, or one written here when the samples were not built. */
  private static Path archive() {
    Path sample =
        PosternProcess.home()
            .resolve("../../../extensions/header-stamp/target/header-stamp.war")
            .normalize();
    return Files.exists(sample)
        ? sample
        : TwoStampArchive.write(folder.resolve("two-stamps.war"), "seen");
  }
}
