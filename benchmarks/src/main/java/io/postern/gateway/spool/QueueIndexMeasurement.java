package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the list of the unfinished costs: messages of one recipient each, to a thousand domains,
 * each deferred once. Prints the time to open the spool, the heap that stays for each message, and
 * the time to count all of them by domain.
 */
public final class QueueIndexMeasurement {

  private static final int DOMAINS = 1_000;
  private static final int SESSIONS = 64;
  private static final int ROUNDS = 5;

  private QueueIndexMeasurement() {}

  /**
   * Fills the folder's spool when it has none, else opens it: in two processes, so that the heap is
   * that of the list alone.
   *
   * @param arguments number of messages, folder
   */
  public static void main(String[] arguments) throws Exception {
    int messages = Integer.parseInt(arguments[0]);
    Path folder = Path.of(arguments[1]);
    SpoolOptions options = SpoolOptions.of(folder.resolve("spool"));
    Path position = folder.resolve("position");
    long began = System.nanoTime();
    if (!Files.exists(position)) {
      MemoryReader reader = new MemoryReader(0);
      try (Spool spool = Spool.open(options, Clock.systemUTC(), reader)) {
        fill(spool, messages);
        System.out.printf("filled %,d messages in %,d ms%n", messages, millisSince(began));
      }
      Files.writeString(position, Long.toString(reader.safePosition()));
      return;
    }
    long empty = heap();
    MemoryReader reader = new MemoryReader(Long.parseLong(Files.readString(position)));
    try (Spool spool = Spool.open(options, Clock.systemUTC(), reader)) {
      System.out.printf("opened in %,d ms%n", millisSince(began));
      long octets = heap() - empty;
      System.out.printf(
          "heap %,d octets, %.1f for each of %,d messages%n",
          octets, (double) octets / spool.size(), spool.size());
      for (int round = 0; round < ROUNDS; round++) {
        began = System.nanoTime();
        Map<String, Integer> counts = new HashMap<>();
        for (RecipientGroup group : spool.groups()) {
          counts.merge(group.domain(), group.recipients(), Integer::sum);
        }
        System.out.printf("counted by %,d domains in %,d ms%n", counts.size(), millisSince(began));
      }
    }
  }

  private static void fill(Spool spool, int messages) throws InterruptedException {
    try (ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS)) {
      for (int session = 0; session < SESSIONS; session++) {
        int first = session;
        sessions.submit(
            () -> {
              for (int i = first; i < messages; i += SESSIONS) {
                accept(spool, i);
              }
              return null;
            });
      }
    }
  }

  private static void accept(Spool spool, int number) throws IOException {
    byte[] octets =
        ("Subject: " + number + "\r\n\r\nwaits\r\n").getBytes(StandardCharsets.US_ASCII);
    Instant now = Instant.now();
    SpoolId id = spool.newId();
    try (ContentWriter writer = spool.newContent()) {
      writer.write(octets, 0, octets.length);
      spool.accept(
          new Arrival(
              id,
              Envelope.of(
                  ReversePath.parse("sender@client" + number % 50 + ".example"),
                  List.of(Mailbox.parse("user" + number + "@d" + number % DOMAINS + ".example"))),
              writer.finish(),
              Map.of("peer", "192.0.2.1:4711"),
              now));
    }
    RecipientState later =
        new RecipientState.Waiting(1, now.plus(Duration.ofSeconds(900 + number % 60)));
    spool.mark(List.of(new Mark(id, 0, later, now, Map.of("reply", "451 4.2.0 later"))));
  }

  private static long millisSince(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }

  private static long heap() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
