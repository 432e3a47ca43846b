package io.postern.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the spool knows of the unfinished without a look at the disk. */
class RecipientGroupsTest extends OpenedSpool {

  private static final RecipientState NEW = new RecipientState.Waiting(0, Mail.NOON);
  private static final RecipientState LATER =
      new RecipientState.Waiting(1, Mail.NOON.plusSeconds(900));
  private static final RecipientState DONE =
      new RecipientState.Finished(RecipientState.Ending.DELIVERED);

  private SpoolId accept(String from, String... recipients) {
    SpoolId id = spool.newId();
    Envelope envelope =
        Envelope.of(ReversePath.parse(from), Stream.of(recipients).map(Mailbox::parse).toList());
    try (Content content = Mail.content(spool, Mail.text(id, 100))) {
      spool.accept(new Arrival(id, envelope, content, Map.of(), Mail.NOON));
    }
    return id;
  }

  private void mark(SpoolId id, int recipient, RecipientState state) {
    spool.mark(List.of(Mail.mark(id, recipient, state))).join();
  }

  private List<RecipientGroup> groups() {
    List<RecipientGroup> groups = new ArrayList<>();
    spool.groups().forEach(groups::add);
    return groups;
  }

  private static RecipientGroup group(
      SpoolId id, String domain, String sender, RecipientState state, Integer... indexes) {
    long size = Mail.text(id, 100).length();
    return new RecipientGroup(id, domain, sender, Mail.NOON, state, List.of(indexes), size);
  }

  private void expectAlsoAfterARestart(List<RecipientGroup> expected) {
    assertEquals(expected, groups());
    restart();
    assertEquals(expected, groups());
  }

  @Test
  void recipientsOfOneDomainThatStandAlike_areOneGroup() {
    SpoolId id = accept("ann@Client.example", "a@one.example", "b@TWO.example", "c@one.example");

    expectAlsoAfterARestart(
        List.of(
            group(id, "one.example", "client.example", NEW, 0, 2),
            group(id, "two.example", "client.example", NEW, 1)));

    mark(id, 0, LATER);
    mark(id, 1, DONE);

    expectAlsoAfterARestart(
        List.of(
            group(id, "one.example", "client.example", LATER, 0),
            group(id, "one.example", "client.example", NEW, 2)));
  }

  @Test
  void reportsHaveNoSender_andFinishedMessagesAreGone() {
    SpoolId first = accept("", "a@one.example");
    SpoolId second = accept("", "a@one.example");
    mark(first, 0, DONE);

    expectAlsoAfterARestart(List.of(group(second, "one.example", "", NEW, 0)));
  }

  @Test
  void domainsAreForgottenWithTheirLastMessage() {
    Domains domains = new Domains();
    int one = domains.take("one.example");
    int two = domains.take("two.example");
    assertEquals(one, domains.take("one.example"));
    domains.giveBack(one);
    assertEquals("one.example", domains.name(one));
    domains.giveBack(one);
    assertEquals(1, domains.size());
    assertEquals(one, domains.take("three.example"));
    assertEquals("three.example", domains.name(one));
    assertEquals("two.example", domains.name(two));
    assertEquals(Domains.NONE, domains.take(""));
    domains.giveBack(Domains.NONE);
    assertEquals(2, domains.size());
  }

  /** Against a list of the test's own, over restarts. */
  @Test
  void anySequenceOfMarks_leavesWhatIsUnfinished() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<SpoolId, List<RecipientState>> expected = new TreeMap<>();
    for (int step = 0; step < 600; step++) {
      if (random.nextInt(3) == 0 || expected.isEmpty()) {
        int recipients = 1 + random.nextInt(3);
        String[] names = new String[recipients];
        List<RecipientState> states = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
          names[i] = "r@d" + random.nextInt(5) + ".example";
          states.add(NEW);
        }
        expected.put(accept("s@d" + random.nextInt(5) + ".example", names), states);
      } else {
        List<Map.Entry<SpoolId, List<RecipientState>>> all = List.copyOf(expected.entrySet());
        Map.Entry<SpoolId, List<RecipientState>> one = all.get(random.nextInt(all.size()));
        int recipient = random.nextInt(one.getValue().size());
        RecipientState state = random.nextBoolean() ? DONE : LATER;
        mark(one.getKey(), recipient, state);
        if (one.getValue().get(recipient) != DONE) {
          one.getValue().set(recipient, state);
        }
        if (one.getValue().stream().allMatch(DONE::equals)) {
          expected.remove(one.getKey());
        }
      }
      if (step % 200 == 199) {
        restart();
      }
    }
    Map<SpoolId, Integer> open = new TreeMap<>();
    for (RecipientGroup group : groups()) {
      open.merge(group.id(), group.recipients(), Integer::sum);
      List<Mailbox> mailboxes = spool.look(group.id()).orElseThrow().envelope().mailboxes();
      assertTrue(
          mailboxes.stream().anyMatch(mailbox -> mailbox.domainKey().equals(group.domain())),
          "seed " + seed);
    }
    Map<SpoolId, Integer> wanted = new TreeMap<>();
    expected.forEach(
        (id, states) ->
            wanted.put(id, (int) states.stream().filter(state -> state != DONE).count()));
    assertEquals(wanted, open, "seed " + seed);
  }
}
