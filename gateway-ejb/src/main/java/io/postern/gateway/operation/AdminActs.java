package io.postern.gateway.operation;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalEvent;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records in the journal what administrators did. */
@Dependent
public class AdminActs {

  private final RequestOrigin origin;

  @Inject
  AdminActs(RequestOrigin origin) {
    this.origin = origin;
  }

  /** Also from where, and who runs the command, as far as that is known of the current request. */
  void record(OpenGateway gateway, String actor, String action, Map<String, String> facts) {
    Map<String, String> all = new HashMap<>(from());
    all.putAll(facts);
    record(gateway.journal(), Instant.now(), actor, action, all);
  }

  /** The same, about a message. */
  void record(
      OpenGateway gateway,
      String actor,
      String action,
      SpoolId id,
      List<Mailbox> recipients,
      Map<String, String> facts) {
    Map<String, String> all = new HashMap<>(from());
    all.putAll(facts);
    record(gateway.journal(), Instant.now(), actor, action, Optional.of(id), recipients, all);
  }

  /** Outside a request. */
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
    journal.append(new JournalEvent(EventType.ADMINISTRATOR_ACTED, id, at, recipients, facts));
  }

  /** From where the current request comes, and who runs the command, as far as that is known. */
  Map<String, String> from() {
    return RequestOrigin.of(origin);
  }
}
