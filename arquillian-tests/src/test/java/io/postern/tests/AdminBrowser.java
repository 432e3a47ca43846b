package io.postern.tests;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system's Chromium at the administration's pages. Everything the browser complains about is
 * kept: errors of scripts, what the content security policy blocked, dialogs nobody asked for.
 */
final class AdminBrowser implements AutoCloseable {

  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;
  private final String address;
  private final Duration patience;
  private final List<String> complaints = new ArrayList<>();

  private AdminBrowser(Path program, int adminPort, Duration patience) {
    this.patience = patience;
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setHeadless(true)
                    .setArgs(ARGUMENTS));
    address = "https://127.0.0.1:" + adminPort + "/";
    PlaywrightAssertions.setDefaultAssertionTimeout(patience.toMillis());
  }

  /** Where Chromium is installed, if it is. */
  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The page takes its user for an operator, from the next time it asks. */
  static void becomeOperator(Page page) {
    page.route(
        "**/api/v1/session",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        "{\"user\":\"olga\",\"roles\":[\"operator\"],"
                            + "\"mustChangePassword\":false}")));
  }

  static AdminBrowser open(Path program, int adminPort) {
    return open(program, adminPort, Duration.ofSeconds(30));
  }

  /**
   * @param patience how long a page may take to show what is waited for
   */
  static AdminBrowser open(Path program, int adminPort, Duration patience) {
    return new AdminBrowser(program, adminPort, patience);
  }

  /** A page of somebody who never was here before. */
  Page visit(Browser.NewContextOptions options) {
    BrowserContext context =
        browser.newContext(options.setIgnoreHTTPSErrors(true).setViewportSize(1280, 800));
    context.setDefaultTimeout(patience.toMillis());
    Page page = context.newPage();
    page.onConsoleMessage(this::heard);
    page.onPageError(error -> complaints.add("script: " + error));
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.navigate(address);
    return page;
  }

  Page visit() {
    return visit(new Browser.NewContextOptions());
  }

  /** Fills in the sign-in that a page shows, and sends it. */
  static void fillLogin(Page page, String user, String password) {
    Locator form = page.getByTestId("login");
    form.locator("[name=user]").fill(user);
    form.locator("[name=password]").fill(password);
    form.locator("button").click();
  }

  /** Chooses the password that a page asks for after the first sign-in. */
  static void choosePassword(Page page, String wanted) {
    Locator form = page.getByTestId("password");
    form.locator("[name=wanted]").fill(wanted);
    form.locator("[name=again]").fill(wanted);
    form.locator("button.primary").click();
  }

  private void heard(ConsoleMessage message) {
    boolean harmless = !message.type().equals("error") && !message.type().equals("warning");
    // That nobody is logged in, or not with this password, is told to the page by this status.
    boolean nobody =
        message.location().startsWith(address + "api/v1/session") && message.text().contains("401");
    // So are mistakes in the settings, and that they changed meanwhile.
    boolean settings =
        message.location().startsWith(address + "api/v1/settings")
            && (message.text().contains("422") || message.text().contains("409"));
    // And that a target cannot be written to.
    boolean target =
        message.location().matches(".*/api/v1/exports/[^/]+/(test|backfill)\\b.*")
            && (message.text().contains("422") || message.text().contains("409"));
    if (!harmless && !nobody && !settings && !target) {
      complaints.add(message.type() + ": " + message.text() + " at " + message.location());
    }
  }

  /** Takes away complaints that a test asked for. */
  void forget(String text) {
    complaints.removeIf(complaint -> complaint.contains(text));
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Keeps what the page looks like now, for people. */
  static void keep(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of(System.getProperty("postern.screenshots"), name + ".png")));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
