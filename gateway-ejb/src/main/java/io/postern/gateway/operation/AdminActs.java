package io.postern.gateway.operation;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalEvent;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records in the journal what administrators did. */
public final class AdminActs {

  private AdminActs() {}

  public static void record(
      Journal journal, Instant at, String actor, String action, Map<String, String> more) {
    record(journal, at, actor, action, Optional.empty(), List.of(), more);
  }

  /** The same, with recipients of a message. */
  static void record(
      Journal journal,
      Instant at,
      String actor,
      String action,
      Optional<SpoolId> id,
      List<Mailbox> recipients,
      Map<String, String> more) {
    Map<String, String> facts = new HashMap<>(more);
    facts.put("actor", actor);
    facts.put("action", action);
    journal.append(new JournalEvent(JournalEvent.ADMINISTRATOR_ACTED, id, at, recipients, facts));
  }
}
