package io.postern.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import io.postern.fixtures.smtp.Sink;
import io.postern.tests.ImageBuild.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The appliance's image, booted: mail goes through it, its power is cut in the middle of mail, it
 * is updated, and it comes back by itself from updates that do not work. Run by {@code ./postern
 * image test}, which builds the image; not part of {@code ./postern test}.
 */
@Tag("image")
final class ImageBootTest {

  private static final Pattern READY = Pattern.compile("^postern ready: smtp \\S+:25, ");
  private static final Pattern PASSWORD =
      Pattern.compile("^First sign-in: +user admin, password (\\S+)$");

  private final List<String> firmwares =
      List.of(System.getProperty("postern.image.firmware", "BIOS,UEFI,SECURE_BOOT").split(","));
  private final List<Fault> updates =
      Stream.of(
              System.getProperty(
                      "postern.image.updates",
                      "ARCHIVE_DAMAGED,NONE,GATEWAY_DOES_NOT_START,ROOT_DAMAGED,HANGS")
                  .split(","))
          .filter(name -> !name.isEmpty())
          .map(Fault::valueOf)
          .toList();

  @TempDir Path folder;

  @BeforeAll
  static void chooseCipherForUploads() {
    // AES without the processor's help, which Java's first compiler does not use, takes a minute
    // for 50 MB where the processor is emulated; this cipher a fifth.
    System.setProperty("https.cipherSuites", "TLS_CHACHA20_POLY1305_SHA256");
  }

  @ParameterizedTest
  @EnumSource(Firmware.class)
  void bootedImageTakesMail_losesNothing_andReturnsFromBrokenUpdates(Firmware firmware)
      throws Exception {
    assumeTrue(firmwares.contains(firmware.name()), firmware + " was not asked for");
    assumeTrue(firmware.isInstalled(), firmware + " is not installed (package ovmf)");
    ImageBuild image = ImageBuild.in(Path.of(System.getProperty("postern.checkout")));
    try (Sink sink = new Sink();
        VirtualMachine machine =
            new VirtualMachine(image.raw(), folder, firmware, configuration(sink.port()))) {
      Ledger ledger = new Ledger();

      machine.switchOn();
      Matcher password = machine.await(PASSWORD, 0);
      machine.await(READY, 0);
      Duration ready = machine.running();
      machine.keepScreen("image-console-" + firmware);
      send(machine, ledger, 50, 1);
      everythingArrives("first start", ready, ledger, sink);

      ApplianceAdmin admin = new ApplianceAdmin(machine.adminPort, "admin", password.group(1));
      assertTrue(admin.page().contains("Postern"), "the administration's page");
      admin.signInAndChoosePassword();
      keepPage(machine, "image-administration-" + firmware);
      // From here on all is as with UEFI.
      if (firmware == Firmware.SECURE_BOOT) {
        return;
      }
      // The console is the same with any firmware.
      if (firmware == Firmware.BIOS) {
        menu(machine);
      }

      cutPowerInTheMiddleOfMail(machine, ledger);
      machine.await(READY, 0);
      everythingArrives("power cut in the middle of mail", machine.running(), ledger, sink);

      for (Fault fault : updates) {
        update(machine, image.update(folder, fault), fault, admin, ledger, sink);
      }
    }
  }

  /** The administration's first page, as a browser shows it; skipped where there is none. */
  private static void keepPage(VirtualMachine machine, String name) {
    Optional<Path> chromium = AdminBrowser.program();
    if (chromium.isEmpty()) {
      System.out.println("no picture of the administration: chromium is not installed");
      return;
    }
    // Emulated, the hash of a password alone may take half a minute.
    try (AdminBrowser browser =
        AdminBrowser.open(chromium.get(), machine.adminPort, Duration.ofMinutes(5))) {
      Page page = browser.visit();
      AdminBrowser.fillLogin(page, "admin", ApplianceAdmin.CHOSEN);
      assertThat(page.getByTestId("state")).hasText("Running");
      AdminBrowser.keep(page, name);
    }
  }

  /** Sets what can be set on the console; a new password of admin is in force after it. */
  private static void menu(VirtualMachine machine) throws Exception {
    type(machine, "m", "^0  Back");
    type(machine, "2Nowhere/Nothing\r", "^There is no time zone Nowhere/Nothing");
    type(machine, " ", "^0  Back");
    type(machine, "2Europe/Berlin\r", "^Set\\. It is .* CES?T; the gateway uses it");
    type(machine, " ", "^0  Back");
    type(machine, "12\r\r10.0.2.300/24\r", "^10\\.0\\.2\\.300/24 is not an address");
    type(machine, " ", "^0  Back");
    // The address that DHCP gives there, to which the ports are forwarded; it stays set by hand
    // from here on.
    type(machine, "12\r\r10.0.2.15/24\r10.0.2.2\r10.0.2.3\r", "^Applied\\.");
    type(machine, " ", "^0  Back");
    type(machine, "7yes\r", "^The password shows when the gateway is ready");
    type(machine, " ", "^0  Back");
    int before = machine.said();
    Matcher password = type(machine, "0", PASSWORD.pattern());
    machine.await(READY, before);
    new ApplianceAdmin(machine.adminPort, "admin", password.group(1)).signInAndChoosePassword();
  }

  /** Types keys and waits for the line that answers them. */
  private static Matcher type(VirtualMachine machine, String keys, String answer)
      throws IOException {
    int before = machine.said();
    machine.type(keys);
    return machine.await(Pattern.compile(answer), before);
  }

  /** Nothing that was acknowledged so far is missing at the next hop, or is another there. */
  private static void everythingArrives(
      String after, Duration untilReady, Ledger ledger, Sink sink) {
    await("mail after: " + after)
        .atMost(Duration.ofMinutes(5))
        .untilAsserted(() -> assertEquals(List.of(), ledger.missing(sink)));
    assertEquals(List.of(), ledger.changed(sink));
    System.out.printf(
        "image boot test: %s: takes mail after %d s; until now %d acknowledged, %d lost, %d duplicates%n",
        after,
        untilReady.toSeconds(),
        ledger.size(),
        ledger.missing(sink).size(),
        Ledger.duplicates(sink));
  }

  /** One without fault is confirmed; after any other the machine runs the system it ran before. */
  private static void update(
      VirtualMachine machine,
      Path update,
      Fault fault,
      ApplianceAdmin admin,
      Ledger ledger,
      Sink sink)
      throws Exception {
    String before = admin.runningSlot();
    String other = before.equals("a") ? "b" : "a";
    Duration noMail = Duration.ZERO;
    switch (fault) {
      case NONE -> {
        noMail = install(machine, admin, update, other);
        assertEquals(other, admin.runningSlot());
        await("the update is confirmed")
            .atMost(Duration.ofMinutes(10))
            .until(() -> admin.confirmedSlot().equals(other));
      }
      case ARCHIVE_DAMAGED -> {
        admin.upload(update);
        await("a damaged update is refused")
            .atMost(Duration.ofMinutes(10))
            .until(() -> admin.lastOutcome().equals("refused"));
        assertEquals(before, admin.runningSlot());
      }
      case GATEWAY_DOES_NOT_START, ROOT_DAMAGED, NEVER_CONFIRMED, HANGS -> {
        noMail = install(machine, admin, update, other, before);
        assertEquals(before, admin.runningSlot(), fault + " is not kept");
        assertEquals("returned", admin.lastOutcome());
      }
    }
    Files.delete(update);
    send(machine, ledger, 20, fault.ordinal() + 2);
    everythingArrives("update, " + fault, noMail, ledger, sink);
  }

  /**
   * Uploads it and waits until the machine has started these slots one after the other and takes
   * mail again.
   *
   * @return from the first start to mail
   */
  private static Duration install(
      VirtualMachine machine, ApplianceAdmin admin, Path update, String... slots) throws Exception {
    int from = machine.said();
    admin.upload(update);
    Duration first = Duration.ZERO;
    for (String slot : slots) {
      machine.await(Pattern.compile("\\*Postern, system " + slot), from);
      from = machine.said();
      first = first.isZero() ? machine.running() : first;
    }
    machine.await(READY, from);
    return machine.running().minus(first);
  }

  private static void send(VirtualMachine machine, Ledger ledger, int messages, long seed) {
    int before = ledger.size();
    try (Load load = new Load(machine.smtp(), ledger, 4, 10, messages, 400_000, seed)) {
      load.awaitEnd();
      assertEquals(Map.of(), load.otherReplies());
    }
    assertEquals(messages, ledger.size() - before);
  }

  private static void cutPowerInTheMiddleOfMail(VirtualMachine machine, Ledger ledger) {
    int before = ledger.size();
    try (Load load =
        new Load(machine.smtp(), ledger, 8, 10, Integer.MAX_VALUE, 400_000, System.nanoTime())) {
      await("mail flows")
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> ledger.size() > before + 100);
      machine.cutPower();
    }
    machine.switchOn();
  }

  private static String configuration(int sinkPort) {
    return """
    hostName: image.test
    listeners: [{name: smtp, address: '[::]', port: 25}]
    relayNetworks: [127.0.0.0/8, 10.0.2.0/24]
    routes:
      - {domain: '*', host: %s, port: %d}
    retry: {schedule: [1s, 5s, 10s], lifetime: 1h}
    admin: {address: 0.0.0.0, port: 443}
    """
        .formatted(VirtualMachine.HOST, sinkPort);
  }
}
