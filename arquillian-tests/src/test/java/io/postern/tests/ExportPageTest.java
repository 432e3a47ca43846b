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
import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page Exports as people use it, with a real PostgreSQL. */
final class ExportPageTest {

  private static final String PASSWORD = "plain words that are long enough";
  private static final String DATABASE_PASSWORD = "correct horse";
  private static final Pattern NONE = Pattern.compile("\\s*0 lines\\s*");

  @TempDir Path folder;
  private final Sink sink = new Sink();
  private EmbeddedPostgres database;
  private PosternProcess server;
  private AdminBrowser browser;

  @BeforeEach
  void start() throws Exception {
    Optional<Path> chromium = AdminBrowser.program();
    assumeTrue(chromium.isPresent(), "chromium (Debian's package) is not installed");
    database = postgreSql();
    query("CREATE USER postern PASSWORD '" + DATABASE_PASSWORD + "'");
    query("GRANT ALL ON SCHEMA public TO postern");
    server = PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()));
    browser = AdminBrowser.open(chromium.get(), server.adminPort);
    Page page = browser.visit();
    AdminBrowser.fillLogin(page, "admin", server.firstPassword());
    AdminBrowser.choosePassword(page, PASSWORD);
    assertThat(page.getByTestId("state")).hasText("Running");
    page.context().close();
  }

  private static EmbeddedPostgres postgreSql() throws IOException {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IllegalStateException e) {
      return Assumptions.abort("skipped: PostgreSQL cannot be started here: " + e.getMessage());
    }
  }

  @AfterEach
  void end() throws IOException {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
    if (database != null) {
      database.close();
    }
    sink.close();
  }

  @Test
  void aTargetIsAdded_followed_paused_itsRefusedEventsRetried_changedAndRemoved() throws Exception {
    Page page = logIn(new Browser.NewContextOptions());
    page.locator("nav").getByText("Exports").click();
    assertThat(page.getByTestId("no-exports")).containsText("Add a target");
    AdminBrowser.keep(page, "exports-none");
    page.getByTestId("add-export").click();
    fillForm(page);
    page.getByTestId("export-test").click();
    assertThat(page.getByTestId("export-found")).containsText("connected to PostgreSQL");
    page.getByTestId("export-ddl").click();
    assertThat(page.getByTestId("export-statements"))
        .containsText("CREATE TABLE postern_position (");
    page.getByTestId("export-save").click();
    assertThat(page.locator("dialog .added").first()).hasText("+ exports:");
    AdminBrowser.keep(page, "exports-add");
    page.getByTestId("export-confirm").click();

    assertThat(page).hasTitle("Export audit · Postern");
    assertThat(page.getByTestId("export-state")).hasText("Running");
    send("someone@sink.test", 5);
    assertThat(page.getByTestId("export-behind")).hasText(NONE);
    assertThat(page.getByTestId("export-lag")).hasText("0 s");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> query("SELECT count(*) FROM postern_events WHERE event = 'Delivered'"),
            "5"::equals);
    assertFalse(page.content().contains(DATABASE_PASSWORD));
    page.getByTestId("export-preview").click();
    assertThat(page.getByTestId("export-samples").locator("tbody tr")).hasCount(10);
    assertThat(page.getByTestId("export-samples")).containsText("someone@sink.test");
    AdminBrowser.keep(page, "exports-detail");

    page.getByTestId("export-pause").click();
    assertThat(page.getByTestId("export-state")).hasText("Paused");
    send("someone@sink.test", 1);
    assertThat(page.getByTestId("export-behind")).not().hasText(NONE);
    page.getByTestId("export-resume").click();
    assertThat(page.getByTestId("export-state")).hasText("Running");
    assertThat(page.getByTestId("export-behind")).hasText(NONE);

    setAsideEventsAreShown_retriedAndDropped(page);
    olderEventsAreGivenBesideTheLiveOnes(page);
    changedTargetIsARevision_andADraftElsewhereGetsNoSecret(page);
    operatorsSeeAndPause_butChangeNothing(page);

    page.navigate(address("#/exports/audit"));
    page.getByTestId("export-remove").click();
    assertThat(page.locator("dialog .removed").first()).hasText("- exports:");
    AdminBrowser.keep(page, "exports-remove");
    page.getByTestId("confirm").click();
    assertThat(page.getByTestId("no-exports")).isVisible();

    // A reload cuts off what the page before it still loads.
    browser.forget("favicon.svg");
    assertEquals(List.of(), browser.complaints());
    page.navigate(address("#/exports/audit"));
    assertThat(page.getByTestId("not-found")).containsText("There is no target audit");
    browser.forget("404");
  }

  private void fillForm(Page page) {
    page.getByTestId("export-save").click();
    assertThat(page.locator(".field.wrong")).containsText("Give it a name");
    page.getByTestId("export-name").fill("audit");
    page.getByTestId("export-save").click();
    assertThat(page.locator("#field-url-wrong")).containsText("is missing");
    page.locator("#field-url").fill(url(database.getPort()));
    page.locator("#field-user").fill("postern");
    page.locator("#field-create").selectOption("true");
    page.getByTestId("export-secret-value").fill(DATABASE_PASSWORD);
    assertThat(page.getByTestId("export-secret")).hasValue("audit");
  }

  private void setAsideEventsAreShown_retriedAndDropped(Page page) throws Exception {
    query(
        "ALTER TABLE postern_events ADD CONSTRAINT nobody"
            + " CHECK (recipient IS DISTINCT FROM 'nobody@sink.test')");
    send("nobody@sink.test", 2);
    Locator rows = page.getByTestId("rejected").locator("tbody tr");
    assertThat(rows).hasCount(2);
    assertThat(rows.first()).containsText("violates check constraint");
    rows.first().locator("summary").click();
    assertThat(rows.first().locator("pre")).containsText("nobody@sink.test");
    AdminBrowser.keep(page, "exports-set-aside");
    rows.first().getByText("Drop…").click();
    page.getByTestId("confirm").click();
    assertThat(rows).hasCount(1);
    page.getByTestId("retry-all").click();
    assertThat(page.getByTestId("done")).hasText("0 written, 1 refused again.");
    query("ALTER TABLE postern_events DROP CONSTRAINT nobody");
    rows.first().getByText("Retry").click();
    assertThat(page.getByTestId("done")).hasText("1 written.");
    assertThat(page.getByTestId("rejected")).hasCount(0);
    assertEquals(
        "1", query("SELECT count(*) FROM postern_events WHERE recipient = 'nobody@sink.test'"));
  }

  private void olderEventsAreGivenBesideTheLiveOnes(Page page) throws Exception {
    assertEquals("0", query("SELECT count(*) FROM postern_events WHERE seq = 1"));
    page.getByTestId("backfill-begin").click();
    assertThat(page.getByTestId("backfill")).containsText("Finished");
    assertEquals("1", query("SELECT count(*) FROM postern_events WHERE seq = 1"));
    page.getByTestId("backfill-end").click();
    assertThat(page.getByTestId("backfill")).hasCount(0);
  }

  private void changedTargetIsARevision_andADraftElsewhereGetsNoSecret(Page page) {
    page.getByTestId("export-edit").click();
    page.locator("#field-url").fill(url(1));
    page.getByTestId("export-test").click();
    assertThat(page.getByTestId("export-result"))
        .containsText("the stored secret audit is not used for a test of " + url(1));
    page.getByTestId("export-secret-value").fill("for this test");
    page.getByTestId("export-test").click();
    assertThat(page.getByTestId("export-result")).containsText("cannot connect");
    page.getByTestId("export-secret-value").fill("");
    page.locator("#field-url").fill(url(database.getPort()));
    page.locator("#field-batch").fill("10");
    page.getByTestId("export-save").click();
    page.locator("dialog [name=note]").fill("smaller batches");
    page.getByTestId("export-confirm").click();
    assertThat(page.getByTestId("export-configuration")).containsText("10");
    assertThat(page.getByTestId("export-state")).hasText("Running");
    page.locator("nav").getByText("Settings").click();
    assertThat(page.getByTestId("revisions").locator("tbody tr").first())
        .containsText("smaller batches");
  }

  private void operatorsSeeAndPause_butChangeNothing(Page page) {
    AdminBrowser.becomeOperator(page);
    page.navigate(address("#/exports?add=yes"));
    page.reload();
    assertThat(page.getByTestId("export-audit")).containsText("Running");
    assertThat(page.getByTestId("add-export")).hasCount(0);
    page.getByTestId("export-audit").locator("a").click();
    assertThat(page.getByTestId("export-pause")).isVisible();
    assertThat(page.getByTestId("export-edit")).hasCount(0);
    assertThat(page.getByTestId("export-remove")).hasCount(0);
    assertThat(page.getByTestId("export-test")).hasCount(0);
    assertThat(page.getByTestId("backfill-form")).hasCount(0);
    page.unroute("**/api/v1/session");
    page.reload();
    assertThat(page.getByTestId("export-edit")).isVisible();
  }

  /** Each page of an export on a telephone, in the dark. */
  @Test
  void thePagesFitANarrowScreenInTheDark() throws Exception {
    Page wide = logIn(new Browser.NewContextOptions());
    wide.navigate(address("#/exports?add=yes"));
    fillForm(wide);
    wide.getByTestId("export-save").click();
    wide.getByTestId("export-confirm").click();
    assertThat(wide.getByTestId("export-state")).hasText("Running");
    Page page = logIn(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
    page.setViewportSize(390, 844);
    for (String place : List.of("", "?add=yes", "/audit", "/audit?edit=yes")) {
      page.navigate(address("#/exports" + place));
      assertThat(
              page.locator(
                  "[data-testid=exports], [data-testid=export-form], [data-testid=export-lag]"))
          .isVisible();
      AdminBrowser.keep(page, "narrow-exports" + place.replaceAll("[^a-z]", "-"));
      assertTrue(
          (Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place);
    }
    assertEquals(List.of(), browser.complaints());
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private String address(String fragment) {
    return "https://127.0.0.1:" + server.adminPort + "/" + fragment;
  }

  private Page logIn(Browser.NewContextOptions options) {
    Page page = browser.visit(options);
    AdminBrowser.fillLogin(page, "admin", PASSWORD);
    assertThat(page.getByTestId("state")).hasText("Running");
    return page;
  }

  private String query(String sql) throws SQLException {
    DataSource owner = database.getPostgresDatabase();
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? String.valueOf(row.getString(1)) : "";
      }
    }
  }

  private void send(String recipient, int messages) throws IOException {
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      for (int i = 0; i < messages; i++) {
        String reply =
            client.send(
                "sender@client.test",
                recipient,
                Contents.numbered("export-page-" + i, 1_000, new SplittableRandom(7)));
        assertTrue(reply.startsWith("250"), reply);
      }
    }
  }
}
