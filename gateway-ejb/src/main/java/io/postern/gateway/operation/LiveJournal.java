package io.postern.gateway.operation;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.JournalScan;
import io.postern.gateway.audit.JournalTail;
import io.postern.gateway.search.MessageStory;
import io.postern.gateway.search.SearchPage;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** The journal of the open gateway. */
@Dependent
class LiveJournal implements JournalControl {

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveJournal(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public SearchPage search(JournalQuery query) {
    return access.gateway().search().find(query);
  }

  @Override
  public JournalPage after(long sequence, JournalQuery query) {
    Journal journal = written(sequence);
    try (JournalScan scan = journal.search().forward(query, sequence)) {
      List<JournalLine> lines = scan.next(query.limit());
      return new JournalPage(lines, OptionalLong.of(Math.max(sequence, scan.after())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayNotReady("the gateway is stopping");
    }
  }

  @Override
  public JournalScan download(JournalQuery query, String conditions, String actor) {
    OpenGateway gateway = access.gateway();
    JournalScan scan = gateway.journal().search().forward(query, 0);
    acts.record(gateway, actor, "journal downloaded", Map.of("conditions", conditions));
    return scan;
  }

  @Override
  public JournalTail tailAfter(long sequence) {
    return written(sequence).tailAfter(sequence);
  }

  private Journal written(long sequence) {
    Journal journal = access.gateway().journal();
    long last = journal.lastSequence();
    if (sequence > last) {
      throw new JournalAhead(sequence, last);
    }
    return journal;
  }

  @Override
  public JournalPage lines(String spoolId) {
    return access.gateway().search().lines(spoolId);
  }

  @Override
  public MessageStory story(String spoolId, UnaryOperator<JournalLine> seen) {
    return access
        .gateway()
        .search()
        .story(spoolId, seen)
        .orElseThrow(() -> new NoSuchMessage("the journal has no entry of this message"));
  }

  @Override
  public JournalFigures figures() {
    OpenGateway gateway = access.gateway();
    Journal journal = gateway.journal();
    return new JournalFigures(
        journal.firstSequence(), journal.lastSequence(), gateway.search().indexedTo());
  }

  @Override
  public JournalTail tail() {
    return access.gateway().journal().tail().view();
  }
}
