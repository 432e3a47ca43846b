package io.postern.gateway.disposition;

import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.report.Undelivered;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Gives recipients up: marks, and a report to the reverse-path in the same spool record. */
final class Bounces {

  private static final Logger LOG = System.getLogger(Bounces.class.getPackageName());
  private static final Duration UNTIL_SPOOL_RETURNS = Duration.ofMinutes(1);

  private final SettingsInForce settings;
  private final Spool spool;
  private final ReportComposer composer;
  private final Clock clock;

  Bounces(SettingsInForce settings, Spool spool, ReportComposer composer, Clock clock) {
    this.settings = settings;
    this.spool = spool;
    this.composer = composer;
    this.clock = clock;
  }

  FollowUp giveUp(Attempt attempt, List<FailedRecipient> losses) {
    SpooledMessage message = attempt.message();
    try {
      return switch (message.envelope().reversePath()) {
        case ReversePath.Null none -> {
          spool.mark(marks(attempt, losses, Optional.empty())).join();
          yield FollowUp.NOTHING;
        }
        case ReversePath.Of of -> reported(attempt, losses, of.mailbox());
      };
    } catch (SpoolUnavailable | IOException e) {
      return repeat(attempt, losses, e);
    } catch (CompletionException e) {
      // The marks count already; only a restart would find the recipients waiting again.
      LOG.log(
          Level.ERROR,
          "disposition: cannot write the failure of "
              + message.id()
              + " to the spool ("
              + e.getMessage()
              + "); after a restart it is tried again");
      return FollowUp.NOTHING;
    }
  }

  private FollowUp reported(Attempt attempt, List<FailedRecipient> losses, Mailbox reversePath)
      throws IOException {
    SpoolId id = spool.newId();
    Instant now = clock.instant();
    SpooledMessage message = attempt.message();
    Envelope envelope = Envelope.of(ReversePath.none(), List.of(reversePath));
    Content content = spooled(composer.compose(id, undelivered(attempt, losses, reversePath), now));
    boolean accepted = false;
    try {
      spool.accept(
          new Arrival(id, envelope, content, reportFacts(message, reversePath), now),
          marks(attempt, losses, Optional.of(id)));
      accepted = true;
    } finally {
      if (!accepted) {
        content.close();
      }
    }
    return new FollowUp(List.of(), Optional.of(new FollowUp.Report(id, envelope)));
  }

  private Map<String, String> reportFacts(SpooledMessage message, Mailbox reversePath) {
    return Map.of(
        "report-on",
        message.id().toString(),
        "from",
        ReportComposer.author(settings.now().hostName()),
        "to",
        reversePath.toString(),
        "subject",
        ReportComposer.subject());
  }

  private Content spooled(byte[] octets) throws IOException {
    try (ContentWriter writer = spool.newContent()) {
      writer.write(octets, 0, octets.length);
      return writer.finish();
    }
  }

  private static Undelivered undelivered(
      Attempt attempt, List<FailedRecipient> losses, Mailbox reversePath) {
    SpooledMessage message = attempt.message();
    List<Undelivered.Loss> reported = new ArrayList<>(losses.size());
    for (FailedRecipient loss : losses) {
      reported.add(
          new Undelivered.Loss(
              message.envelope().recipients().get(loss.recipient()),
              loss.reason().status(),
              loss.reason().text(),
              loss.reason().replied(),
              attempt.host().map(NextHop::host),
              attempt.endedAt(),
              loss.ending() == RecipientState.Ending.EXPIRED));
    }
    return new Undelivered(
        message.id(),
        reversePath,
        message.receivedAt(),
        new String(message.content().head(), StandardCharsets.ISO_8859_1),
        reported);
  }

  private static List<Mark> marks(
      Attempt attempt, List<FailedRecipient> losses, Optional<SpoolId> report) {
    List<Mark> marks = new ArrayList<>(losses.size());
    for (FailedRecipient loss : losses) {
      Map<String, String> facts = Dispositions.facts(attempt, loss.recipient(), loss.reason());
      report.ifPresent(id -> facts.put("report", id.toString()));
      marks.add(
          new Mark(
              attempt.message().id(),
              loss.recipient(),
              new RecipientState.Finished(loss.ending()),
              attempt.endedAt(),
              facts));
    }
    return marks;
  }

  private static FollowUp repeat(Attempt attempt, List<FailedRecipient> losses, Exception cause) {
    LOG.log(
        Level.WARNING,
        "disposition: cannot spool the report on "
            + attempt.message().id()
            + " ("
            + cause.getMessage()
            + "); the recipients stay queued, trying again in "
            + UNTIL_SPOOL_RETURNS.toSeconds()
            + " s");
    List<Integer> recipients = losses.stream().map(FailedRecipient::recipient).toList();
    int made =
        attempt.message().states().get(recipients.getFirst())
                instanceof RecipientState.Waiting waiting
            ? waiting.attempts()
            : 0;
    return new FollowUp(
        List.of(
            new FollowUp.Again(recipients, made + 1, UNTIL_SPOOL_RETURNS, "report not spooled")),
        Optional.empty());
  }
}
