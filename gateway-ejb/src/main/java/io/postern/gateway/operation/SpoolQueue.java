package io.postern.gateway.operation;

import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.spool.Quarantine;
import io.postern.gateway.spool.QueueCounts;
import io.postern.gateway.spool.QueueSelection;
import io.postern.gateway.spool.QueuedMessage;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.Mailbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The messages of the spool that wait, are held or quarantined, and the ways out for each. */
final class SpoolQueue {

  /** Messages that one request reads from disk; so it ends soon, whatever is looked for. */
  private static final int MOST_READ = 2_000;

  /** The same for a count, which reads less of each. */
  private static final int MOST_COUNTED = 200_000;

  private static final int STEP = 200;

  private final Spool spool;
  private final KeptMail kept;

  SpoolQueue(Spool spool, KeptMail kept) {
    this.spool = spool;
    this.kept = kept;
  }

  QueuePage page(QueueFilter filter) {
    QueueConditions conditions = filter.conditions();
    QueueSelection selection = conditions.state();
    List<QueueEntry> found = new ArrayList<>();
    Optional<SpoolId> after = filter.after().map(SpoolQueue::id);
    int read = 0;
    while (read < MOST_READ) {
      int step = Math.min(STEP, filter.limit() - found.size());
      List<SpoolId> ids = spool.page(selection, after, Math.max(1, step));
      if (ids.isEmpty()) {
        return new QueuePage(found, Optional.empty());
      }
      if (step == 0) {
        break;
      }
      for (SpoolId id : ids) {
        look(id)
            .filter(conditions::match)
            .ifPresent(message -> found.add(entry(message, Optional.empty())));
      }
      after = Optional.of(ids.getLast());
      read += ids.size();
    }
    return new QueuePage(found, after.map(SpoolId::toString));
  }

  /** Looks at {@value #MOST_COUNTED} messages at most, unless it need not read them. */
  QueueCount count(QueueConditions conditions) {
    if (conditions.isStateAlone() && conditions.state() != QueueSelection.KEPT) {
      return new QueueCount(count(spool.counts(), conditions.state()), true);
    }
    QueueSelection selection = conditions.state();
    long found = 0;
    int read = 0;
    Optional<SpoolId> after = Optional.empty();
    while (read < MOST_COUNTED) {
      List<SpoolId> ids = spool.page(selection, after, STEP);
      if (ids.isEmpty()) {
        return new QueueCount(found, true);
      }
      if (conditions.isStateAlone()) {
        found += ids.size();
      } else {
        found += ids.stream().filter(id -> look(id).filter(conditions::match).isPresent()).count();
        read += ids.size();
      }
      after = Optional.of(ids.getLast());
    }
    return new QueueCount(found, spool.page(selection, after, 1).isEmpty());
  }

  private static long count(QueueCounts counts, QueueSelection state) {
    return switch (state) {
      case ALL -> counts.unfinished();
      case WAITING -> counts.waiting();
      case HELD -> counts.held();
      case QUARANTINED -> counts.quarantined();
      case KEPT -> throw new IllegalArgumentException("some are both held and quarantined");
    };
  }

  QueueEntry message(String id) {
    SpoolId spoolId = id(id);
    QueuedMessage message =
        look(spoolId).orElseThrow(() -> new NoSuchMessage("no message " + id + " is in the queue"));
    return entry(message, header(spoolId));
  }

  KeptMail.Decided decide(SpoolId id, QueueDecision decision, String actor) {
    Set<String> chosen = new HashSet<>();
    decision.recipients().forEach(mailbox -> chosen.add(mailbox.toLowerCase(Locale.ROOT)));
    KeptMail.Choice choice =
        (mailbox, state) ->
            chosen.isEmpty() || chosen.contains(mailbox.toString().toLowerCase(Locale.ROOT));
    try {
      return decide(id, decision.kind(), choice, new KeptMail.Decision(actor, decision.reason()));
    } catch (IOException e) {
      throw new GatewayNotReady("message " + id + " cannot be read (" + e.getMessage() + ")");
    }
  }

  /** As the methods of {@link KeptMail}. */
  KeptMail.Decided decide(
      SpoolId id, QueueDecision.Kind kind, KeptMail.Choice choice, KeptMail.Decision by)
      throws IOException {
    return switch (kind) {
      case RELEASE -> kept.release(id, choice, by);
      case BOUNCE -> kept.bounce(id, choice, by);
      case DELETE -> kept.delete(id, choice, by);
    };
  }

  static SpoolId id(String text) {
    try {
      return SpoolId.parse(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new NoSuchMessage("a message's id has 13 letters and digits");
    }
  }

  /** One that cannot be read is set aside with an alarm, and is no longer in the queue. */
  Optional<QueuedMessage> look(SpoolId id) {
    try {
      return spool.look(id);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> header(SpoolId id) {
    try (SpooledMessage message = spool.read(id).orElse(null)) {
      return message == null ? Optional.empty() : Optional.of(text(message.content().head()));
    } catch (IOException e) {
      throw new GatewayNotReady("message " + id + " cannot be read (" + e.getMessage() + ")");
    }
  }

  /** UTF-8 where it is that, else an octet per character; nothing else is decoded. */
  private static String text(byte[] head) {
    int length = Math.min(head.length, QueueEntry.LONGEST_HEADER);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(head, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(head, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  private static QueueEntry entry(QueuedMessage message, Optional<String> header) {
    List<Mailbox> mailboxes = message.envelope().mailboxes();
    List<QueueEntry.Recipient> recipients = new ArrayList<>(mailboxes.size());
    for (int i = 0; i < mailboxes.size(); i++) {
      recipients.add(recipient(mailboxes.get(i), message.states().get(i)));
    }
    return new QueueEntry(
        message.id().toString(),
        message.envelope().reversePath().toString(),
        recipients,
        message.receivedAt(),
        message.size(),
        fact(message, "subject-decoded").or(() -> fact(message, "subject")),
        fact(message, "from-decoded").or(() -> fact(message, "from")),
        fact(message, "peer"),
        message.quarantine().map(Quarantine::reason),
        fact(message, "decided-by"),
        false,
        header);
  }

  private static QueueEntry.Recipient recipient(Mailbox mailbox, RecipientState state) {
    return switch (state) {
      case RecipientState.Waiting waiting ->
          new QueueEntry.Recipient(
              mailbox.toString(),
              QueueEntry.State.WAITING,
              waiting.attempts(),
              Optional.of(waiting.notBefore()));
      case RecipientState.Held(int attempts) ->
          new QueueEntry.Recipient(
              mailbox.toString(), QueueEntry.State.HELD, attempts, Optional.empty());
      case RecipientState.Quarantined _ ->
          new QueueEntry.Recipient(
              mailbox.toString(), QueueEntry.State.QUARANTINED, 0, Optional.empty());
      case RecipientState.Finished _ ->
          new QueueEntry.Recipient(
              mailbox.toString(), QueueEntry.State.FINISHED, 0, Optional.empty());
    };
  }

  private static Optional<String> fact(QueuedMessage message, String name) {
    return Optional.ofNullable(message.facts().get(name));
  }
}
