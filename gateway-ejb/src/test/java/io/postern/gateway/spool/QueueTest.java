package io.postern.gateway.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is in the queue: counted, paged, looked at, and the same after a restart. */
class QueueTest extends OpenedSpool {

  private static final RecipientState HELD = new RecipientState.Held(2);
  private static final RecipientState RELEASED = new RecipientState.Waiting(2, Mail.NOON, true);

  private SpoolId quarantine(int recipients) {
    SpoolId id = spool.newId();
    try (Content content = Mail.content(spool, Mail.text(id, 100))) {
      Arrival plain = Mail.arrival(id, content, recipients);
      spool.accept(
          plain
              .recording(Map.of("subject", "a virus?"))
              .quarantined(Quarantine.of("a virus", Optional.of("scanner"))));
    }
    return id;
  }

  private void mark(SpoolId id, int recipient, RecipientState state) {
    spool.mark(List.of(Mail.mark(id, recipient, state))).join();
  }

  private List<SpoolId> all(QueueSelection selection) {
    return spool.page(selection, Optional.empty(), 100);
  }

  @Test
  void heldAndReleasedRecipientsAreTheSameAfterARestart() throws IOException {
    SpoolId id = Mail.accept(spool, 100, 3);
    mark(id, 0, HELD);
    mark(id, 1, RELEASED);
    restart();
    assertEquals(
        List.of(HELD, RELEASED, new RecipientState.Waiting(0, Mail.NOON)),
        spool.look(id).orElseThrow().states());
    assertEquals(new QueueCounts(1, 1, 1, 0), spool.counts());
  }

  @Test
  void aMessageIsListedAsWhatItsRecipientsAre() {
    SpoolId waiting = Mail.accept(spool, 100);
    SpoolId held = Mail.accept(spool, 100);
    mark(held, 0, HELD);
    SpoolId both = Mail.accept(spool, 100, 2);
    mark(both, 1, HELD);
    SpoolId quarantined = quarantine(2);
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(waiting, held, both, quarantined), all(QueueSelection.ALL));
      assertEquals(List.of(waiting, both), all(QueueSelection.WAITING));
      assertEquals(List.of(held, both), all(QueueSelection.HELD));
      assertEquals(List.of(quarantined), all(QueueSelection.QUARANTINED));
      assertEquals(new QueueCounts(4, 2, 2, 1), spool.counts());
      restart();
    }
  }

  @Test
  void whatIsReleasedOrFinishedIsNoLongerListedAsKept() {
    SpoolId held = Mail.accept(spool, 100);
    mark(held, 0, HELD);
    SpoolId quarantined = quarantine(2);
    mark(held, 0, RELEASED);
    mark(quarantined, 0, Mail.DELIVERED);
    assertEquals(List.of(quarantined), all(QueueSelection.QUARANTINED));
    mark(quarantined, 1, Mail.DELIVERED);
    assertEquals(List.of(), all(QueueSelection.QUARANTINED));
    assertEquals(List.of(), all(QueueSelection.HELD));
    assertEquals(List.of(held), all(QueueSelection.WAITING));
    assertEquals(new QueueCounts(1, 1, 0, 0), spool.counts());
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrOverlap() {
    List<SpoolId> accepted = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      SpoolId id = Mail.accept(spool, 10);
      accepted.add(id);
      mark(id, 0, HELD);
    }
    for (QueueSelection selection : List.of(QueueSelection.ALL, QueueSelection.HELD)) {
      List<SpoolId> seen = new ArrayList<>();
      List<SpoolId> page = spool.page(selection, Optional.empty(), 7);
      while (!page.isEmpty()) {
        assertTrue(page.size() <= 7);
        seen.addAll(page);
        page = spool.page(selection, Optional.of(page.getLast()), 7);
      }
      assertEquals(accepted, seen);
    }
  }

  @Test
  void aLookShowsTheMessageWithoutItsContent() throws IOException {
    SpoolId id = quarantine(1);
    restart();
    QueuedMessage message = spool.look(id).orElseThrow();
    assertEquals(
        Optional.of(Quarantine.of("a virus", Optional.of("scanner"))), message.quarantine());
    assertEquals("a virus?", message.facts().get("subject"));
    assertEquals(Mail.text(id, 100).length(), message.size());
    mark(id, 0, Mail.DELIVERED);
    assertEquals(Optional.empty(), spool.look(id));
  }

  /** Before, a quarantined message had no event of its recipients, so nobody found it by them. */
  @Test
  void eachQuarantinedRecipientIsTold_atTheSamePositionsWhenToldAgain() {
    SpoolId id = quarantine(3);
    Mail.accept(spool, 100);
    spool.close();
    List<Committed> first = told.events();
    assertEquals(
        List.of(0, 1, 2),
        told.of(Committed.Marked.class).stream().map(event -> event.mark().recipient()).toList());
    assertEquals(
        Map.of("reason", "a virus"), told.of(Committed.Marked.class).getFirst().mark().facts());
    assertEquals(id, told.of(Committed.Marked.class).getFirst().mark().id());
    RecordedEvents again = new RecordedEvents();
    try (Spool reopened =
        Spool.open(new SpoolOptions(folder, 1 << 20, 64 << 10, 0), Mail.CLOCK, again)) {
      await().until(() -> again.events().size() == first.size());
      assertEquals(first, again.events());
      assertEquals(2, reopened.size());
    }
    open();
  }

  @Test
  void recipientsHeldFromTheBeginning_areTheSameAfterARestart_andToldAtTheSamePositions()
      throws IOException {
    SpoolId id = spool.newId();
    Arrival plain = Mail.arrival(id, Mail.content(spool, Mail.text(id, 100)), 4);
    spool.accept(plain.held(Optional.of(new Hold(List.of(1, 3), "closed for the night"))));
    SpoolId next = Mail.accept(spool, 100);
    RecipientState held = new RecipientState.Held(0);
    RecipientState waiting = new RecipientState.Waiting(0, Mail.NOON);
    assertEquals(List.of(id), all(QueueSelection.HELD));
    assertEquals(new QueueCounts(2, 2, 1, 0), spool.counts());
    assertEquals(
        Optional.of(List.of(waiting, held, waiting, held)),
        spool.look(id).map(QueuedMessage::states));
    spool.close();
    List<Committed> first = told.events();
    List<Mark> marks =
        told.of(Committed.Marked.class).stream().map(Committed.Marked::mark).toList();
    Map<String, String> why = Map.of("reason", "closed for the night");
    assertEquals(
        List.of(new Mark(id, 1, held, Mail.NOON, why), new Mark(id, 3, held, Mail.NOON, why)),
        marks);
    assertEquals(4, first.size());
    assertEquals(first.size(), first.stream().map(Committed::position).distinct().count());
    RecordedEvents again = new RecordedEvents();
    spool = Spool.open(new SpoolOptions(folder, 1 << 20, 64 << 10, 0), Mail.CLOCK, again);
    await().until(() -> again.events().size() == first.size());
    assertEquals(first, again.events());
    assertEquals(
        Optional.of(List.of(waiting, held, waiting, held)),
        spool.look(id).map(QueuedMessage::states));
    mark(id, 1, Mail.DELIVERED);
    restart();
    assertEquals(List.of(id), all(QueueSelection.HELD));
    assertEquals(List.of(id, next), all(QueueSelection.ALL));
  }
}
