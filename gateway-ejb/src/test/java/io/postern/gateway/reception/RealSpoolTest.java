package io.postern.gateway.reception;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.CommitReader;
import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolOptions;
import io.postern.gateway.spool.SpooledMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reception and the spool on disk, together. */
class RealSpoolTest {

  /** A body that goes to a file of its own. */
  private static final String LARGE = "0123456789abcdef\r\n".repeat(4_000);

  @TempDir Path folder;
  private Spool spool;
  private Reception reception;

  @BeforeEach
  void open() {
    open(0);
  }

  private void open(long reserve) {
    CommitReader reader =
        new CommitReader() {
          @Override
          public long safePosition() {
            return 0;
          }

          @Override
          public void read(List<Committed> records) {}
        };
    spool =
        Spool.open(new SpoolOptions(folder, 1 << 20, 16 << 10, reserve), Clock.systemUTC(), reader);
    reception =
        new Reception(
            new SettingsInForce(TestGateway.settings(TestLimits.USUAL, List.of())),
            new ScriptedCallouts(),
            new Probes(),
            recipient -> true,
            spool,
            Sinks.of((id, recipients) -> {}),
            new RecordedEvents(),
            Clock.systemUTC());
    reception.open();
  }

  @AfterEach
  void close() {
    reception.close(Duration.ofSeconds(5));
    spool.close();
  }

  private SmtpTestClient connect() {
    return new SmtpTestClient(reception.addresses().getFirst());
  }

  private List<String> filesOf(String content) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> holds(file, content))
          .map(Path::toString)
          .toList();
    }
  }

  private static boolean holds(Path file, String content) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(content);
    } catch (IOException e) {
      return false; // Deleted meanwhile.
    }
  }

  @Test
  void idOfTheReply_isTheOneInTheTraceFieldAndInTheSpool() throws Exception {
    for (String body : List.of("small\r\n", LARGE)) {
      try (SmtpTestClient client = connect().untilContent()) {
        String reply = client.ask("Subject: x\r\n\r\n" + body + ".");
        SpoolId id = SpoolId.parse(reply.substring(10, 23));

        try (SpooledMessage message = spool.read(id).orElseThrow()) {
          String head = new String(message.content().head(), StandardCharsets.US_ASCII);
          assertTrue(head.contains(" with ESMTP id " + id + "\r\n"), head);
          assertEquals(
              body,
              new String(message.content().openBody(0).readAllBytes(), StandardCharsets.US_ASCII));
        }
      }
    }
    assertEquals(2, spool.size());
  }

  @Test
  void acceptedLargeMessage_leavesOneFileAndNoOpenDescriptor() throws Exception {
    try (SmtpTestClient client = connect().untilContent()) {
      assertEquals("250", client.ask("Subject: x\r\n\r\n" + LARGE + ".").substring(0, 3));
    }
    await().until(() -> reception.sessionCount() == 0);
    assertEquals(1, filesOf("0123456789abcdef").size());
    await().until(() -> descriptorsIn(folder).isEmpty());
  }

  /** Open files with a body in them; the spool's own segments stay open. */
  private static List<String> descriptorsIn(Path folder) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(
              descriptor -> {
                try {
                  return Files.readSymbolicLink(descriptor).toString();
                } catch (IOException e) {
                  return "";
                }
              })
          .filter(target -> target.startsWith(folder.toString()))
          .filter(target -> target.contains("incoming") || target.contains("content"))
          .toList();
    }
  }

  @Test
  void messageCutAtTheLimit_leavesNothingOnDisk() throws Exception {
    try (SmtpTestClient client = connect().untilContent()) {
      assertEquals(
          "552 5.3.4 Message too big", client.ask("Subject: x\r\n\r\n" + LARGE + LARGE + "."));
    }
    assertEquals(List.of(), filesOf("0123456789abcdef"));
    assertEquals(0, spool.size());
  }

  @Test
  void clientThatVanishesWithinTheContent_leavesNothingOnDisk() throws Exception {
    SmtpTestClient client = connect().untilContent();
    client.send("Subject: x\r\n\r\n" + LARGE);
    await().until(() -> !filesOf("0123456789abcdef").isEmpty());
    client.reset();
    await().until(() -> filesOf("0123456789abcdef").isEmpty());
    assertEquals(0, spool.size());
  }

  /** 451 would say that the gateway is at fault, and hide that the disk is full. */
  @Test
  void diskBelowItsReserve_isAnswered452WhateverTheSize() {
    close();
    open(Long.MAX_VALUE);
    for (String size : List.of("", " SIZE=10", " SIZE=90000")) {
      try (SmtpTestClient client = connect().greet()) {
        assertEquals(
            "452 4.3.1 Insufficient storage, try again later",
            client.ask("MAIL FROM:<a@b.example>" + size));
      }
    }
  }
}
