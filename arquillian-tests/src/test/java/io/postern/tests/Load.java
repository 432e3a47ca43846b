package io.postern.tests;

import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Digest;
import io.postern.fixtures.smtp.SmtpTestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Sessions that send numbered messages until told to stop, each to a recipient of its own, and
 * write each 250 into the ledger. Survives the server's end: a lost connection ends the message in
 * flight, and a new session begins.
 */
final class Load implements AutoCloseable {

  private final InetSocketAddress server;
  private final Ledger ledger;
  private final int messagesPerSession;
  private final int largest;
  private final AtomicLong number = new AtomicLong();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger budget;
  private final Phaser running = new Phaser(1);
  private final Map<String, Integer> otherReplies = new ConcurrentHashMap<>();

  Load(
      InetSocketAddress server,
      Ledger ledger,
      int sessions,
      int messagesPerSession,
      int messages,
      int largest,
      long seed) {
    this.server = server;
    this.ledger = ledger;
    this.messagesPerSession = messagesPerSession;
    this.largest = largest;
    this.budget = new AtomicInteger(messages);
    for (int i = 0; i < sessions; i++) {
      RandomGenerator random =
          RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1000 + i);
      running.register();
      String name = seed + "-" + i;
      Thread.ofVirtual().start(() -> run(name, random));
    }
  }

  private void run(String name, RandomGenerator random) {
    try {
      while (!stopped.get() && budget.get() > 0) {
        try {
          session(name, random);
        } catch (UncheckedIOException e) {
          pause();
        }
      }
    } finally {
      running.arriveAndDeregister();
    }
  }

  private void session(String name, RandomGenerator random) {
    try (SmtpTestClient client = SmtpTestClient.greeted(server)) {
      for (int i = 0; i < messagesPerSession && !stopped.get(); i++) {
        if (budget.getAndDecrement() <= 0) {
          return;
        }
        String id = name + "-" + number.incrementAndGet();
        byte[] content = Contents.numbered(id, Contents.size(largest, random), random);
        String reply;
        try {
          reply = client.send("sender@client.test", id + "@sink.test", content);
        } catch (UncheckedIOException e) {
          ledger.unanswered(id);
          budget.incrementAndGet();
          throw e;
        }
        if (reply.startsWith("250")) {
          ledger.acknowledged(id, Digest.of(content));
        } else {
          otherReplies.merge(reply, 1, Integer::sum);
          budget.incrementAndGet();
          throw new UncheckedIOException(new IOException(reply));
        }
      }
      client.ask("QUIT");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(
          20); // A client's own pace between two tries to connect, not a wait for anything.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Replies other than 250 to a message, with their number. */
  Map<String, Integer> otherReplies() {
    return otherReplies;
  }

  /** Waits until all messages of the budget are answered. */
  void awaitEnd() {
    running.arriveAndAwaitAdvance();
  }

  @Override
  public void close() {
    stopped.set(true);
    running.arriveAndAwaitAdvance();
  }
}
