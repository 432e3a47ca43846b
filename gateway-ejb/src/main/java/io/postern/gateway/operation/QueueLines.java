package io.postern.gateway.operation;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.spool.SpoolId;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The journal's lines on what administrators decide about the queue. Thread-safe. */
final class QueueLines implements BulkDecision.Lines {

  private final Journal journal;
  private final Clock clock;

  QueueLines(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * A decision about one message.
   *
   * @param more what else is to be recorded
   */
  void decided(
      QueueDecision decision,
      SpoolId message,
      KeptMail.Decided decided,
      String actor,
      Map<String, String> more) {
    Map<String, String> facts = new LinkedHashMap<>(more);
    if (!decision.reason().isEmpty()) {
      facts.put("reason", decision.reason());
    }
    decided.report().ifPresent(report -> facts.put("report", report.toString()));
    AdminActs.record(
        journal,
        clock.instant(),
        actor,
        switch (decision.kind()) {
          case RELEASE -> "message released";
          case BOUNCE -> "message bounced";
          case DELETE -> "message deleted";
        },
        Optional.of(message),
        decided.recipients(),
        facts);
  }

  @Override
  public void begun(BulkStatus bulk, Map<String, String> origin) {
    Map<String, String> facts = facts(bulk);
    facts.putAll(origin);
    facts.put("state", bulk.state().name().toLowerCase(Locale.ROOT));
    bulk.sender().ifPresent(sender -> facts.put("sender", sender));
    bulk.recipient().ifPresent(recipient -> facts.put("recipient", recipient));
    bulk.subject().ifPresent(subject -> facts.put("subject", subject));
    acted(bulk, "bulk " + name(bulk.action()) + " began", facts);
  }

  @Override
  public void decided(BulkDecision bulk, SpoolId message, KeptMail.Decided decided) {
    decided(bulk.decision(), message, decided, bulk.actor(), Map.of("bulk", bulk.id().toString()));
  }

  @Override
  public void ended(BulkStatus bulk) {
    Map<String, String> facts = facts(bulk);
    facts.put("result", bulk.progress().name().toLowerCase(Locale.ROOT));
    facts.put("messages", String.valueOf(bulk.messages()));
    facts.put("recipient-count", String.valueOf(bulk.recipients()));
    facts.put("left", String.valueOf(bulk.left()));
    acted(bulk, "bulk " + name(bulk.action()) + " ended", facts);
  }

  private static Map<String, String> facts(BulkStatus bulk) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("bulk", bulk.id());
    if (!bulk.reason().isEmpty()) {
      facts.put("reason", bulk.reason());
    }
    return facts;
  }

  private static String name(QueueDecision.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void acted(BulkStatus bulk, String action, Map<String, String> facts) {
    AdminActs.record(journal, clock.instant(), bulk.actor(), action, facts);
  }
}
