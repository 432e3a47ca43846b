package io.postern.gateway.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.delivery.smtp.OddReply;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * From acceptance to the marks with a next hop that answers oddly: a positive code after the final
 * dot is one delivery, never a second one and never a failure, and nothing else is one.
 */
@Timeout(300)
class OddNextHopTest extends WithDelivery {

  private static final int MESSAGES = Integer.getInteger("postern.odd-messages", 400);
  private static final int ODD_ATTEMPTS = 3;
  private final Map<String, Integer> tries = new ConcurrentHashMap<>();
  private final Map<String, Integer> positives = new ConcurrentHashMap<>();

  @Test
  void positiveCodeAfterTheFinalDotIsOneDelivery() throws Exception {
    long seed = new Random().nextLong();
    AtomicLong next = new AtomicLong(seed);
    Map<SpoolId, String> sent = new HashMap<>();
    try (ScriptedServer server =
        ScriptedServer.playing(line -> serve(line, new Random(next.incrementAndGet())))) {
      routes(entry("*", Fixtures.nextHop(server)));
      for (int i = 0; i < MESSAGES; i++) {
        String recipient = "user" + i + "@example.com";
        SpoolId id = sendFrom("from@example.org", "Subject: x\r\n\r\nhello\r\n", recipient);
        sent.put(id, recipient);
      }
      await().atMost(Duration.ofMinutes(4)).until(() -> spool.size() == 0);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> sent.keySet().stream().allMatch(records::isFinished));
    }
    int delivered = 0;
    for (Map.Entry<SpoolId, String> each : sent.entrySet()) {
      RecipientState state = records.marks(each.getKey()).getLast().state();
      int taken = positives.getOrDefault(each.getValue(), 0);
      String context = "seed " + seed + ", " + each.getValue() + ": " + state;
      assertEquals(
          new RecipientState.Finished(
              taken == 1 ? RecipientState.Ending.DELIVERED : RecipientState.Ending.FAILED),
          state,
          context);
      assertTrue(taken <= 1, context + ", taken " + taken + " times");
      delivered += taken;
    }
    assertTrue(delivered > MESSAGES / 4 && delivered < MESSAGES, delivered + " delivered");
  }

  /** The session begins as it should, so that the next hop is not paused for it. */
  private void serve(ScriptedServer.Line line, Random random) throws IOException {
    line.say("220 x\r\n");
    line.hear();
    line.say(random.nextBoolean() ? "250-x\r\n250 PIPELINING\r\n" : "250 x\n");
    List<String> recipients = new ArrayList<>();
    boolean odd = true;
    while (true) {
      String command = line.hear();
      switch (command.substring(0, Math.min(4, command.length()))) {
        case "MAIL" -> {
          recipients.clear();
          odd = true;
          line.say("250 x\r\n");
        }
        case "RCPT" -> {
          String recipient = command.substring(9, command.length() - 1);
          odd = tries.merge(recipient, 1, Integer::sum) <= ODD_ATTEMPTS;
          if (odd && random.nextInt(10) == 0) {
            line.say(overlong(random));
          } else {
            recipients.add(recipient);
            line.say("250-y\n250 x\r\n");
          }
        }
        case "DATA" -> {
          // At times with something behind it that answers nothing yet.
          line.say(odd && random.nextInt(10) == 0 ? "354 x\r\n250 early\r\n" : "354 x\r\n");
          line.hearContent();
          OddReply reply =
              odd ? OddReply.of(random.nextBoolean() ? 2 : 4 + random.nextInt(2), random) : null;
          if (reply == null || reply.positive()) {
            recipients.forEach(recipient -> positives.merge(recipient, 1, Integer::sum));
          }
          if (reply == null) {
            line.say("250 2.0.0 taken\r\n");
          } else {
            reply.say(line);
          }
        }
        case "QUIT" -> {
          line.say("221 x\r\n");
          return;
        }
        default -> line.say("250 x\r\n");
      }
    }
  }

  private static String overlong(Random random) {
    return (random.nextBoolean() ? "550 5.1.1 " : "450 4.2.1 ") + "z".repeat(2_000) + "\r\n";
  }
}
