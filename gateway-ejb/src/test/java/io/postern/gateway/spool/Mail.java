package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages for tests; what a message says follows from its id, so that it can be compared. */
final class Mail {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  static final SpoolOptions SMALL = options(16 << 10);
  static final RecipientState DELIVERED =
      new RecipientState.Finished(RecipientState.Ending.DELIVERED);

  private Mail() {}

  static SpoolOptions options(int segmentSize) {
    return new SpoolOptions(Path.of("/spool"), segmentSize, 128 << 10, 0);
  }

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Content content(Spool spool, String text) {
    byte[] octets = octets(text);
    try (ContentWriter writer = spool.newContent()) {
      writer.write(octets, 0, octets.length);
      return writer.finish();
    } catch (IOException e) {
      throw new SpoolUnavailable("the content was not written", false, e);
    }
  }

  static String text(SpoolId id, int size) {
    return "Subject: " + id + "\r\n\r\n" + (id + " ").repeat(size / 14 + 1).substring(0, size);
  }

  static String text(Content content) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.write(content.head());
    content.writeBodyTo(Channels.newChannel(octets));
    return octets.toString(StandardCharsets.ISO_8859_1);
  }

  static Arrival arrival(SpoolId id, Content content, int recipients) {
    List<Mailbox> mailboxes = new ArrayList<>();
    for (int i = 0; i < recipients; i++) {
      mailboxes.add(new Mailbox("r" + i, "example.net"));
    }
    return new Arrival(
        id,
        Envelope.of(ReversePath.parse("sender@example.com"), mailboxes),
        content,
        Map.of("peer", "192.0.2.1:4711", "helo", "client.example.com"),
        NOON);
  }

  /** Accepts a message with a body of so many octets. */
  static SpoolId accept(Spool spool, int bodySize) {
    return accept(spool, bodySize, 1);
  }

  static SpoolId accept(Spool spool, int bodySize, int recipients) {
    SpoolId id = spool.newId();
    try (Content content = content(spool, text(id, bodySize))) {
      spool.accept(arrival(id, content, recipients));
    }
    return id;
  }

  static Mark mark(SpoolId id, int recipient, RecipientState state) {
    return new Mark(id, recipient, state, NOON, Map.of("reply", "250 2.0.0 ok"));
  }

  static void finish(Spool spool, SpoolId id) {
    spool.mark(List.of(mark(id, 0, DELIVERED))).join();
  }

  /** The text of a spooled message, or empty. */
  static Optional<String> read(Spool spool, SpoolId id) throws IOException {
    Optional<SpooledMessage> found = spool.read(id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (SpooledMessage message = found.get()) {
      return Optional.of(text(message.content()));
    }
  }

  static List<SpoolId> unfinished(Spool spool) {
    return queued(spool).stream().map(QueuedMessage::id).toList();
  }

  /** What is not finished, oldest first, each read from the disk. */
  static List<QueuedMessage> queued(Spool spool) {
    List<QueuedMessage> messages = new ArrayList<>();
    for (SpoolId id : spool.page(QueueSelection.ALL, Optional.empty(), 100_000)) {
      try {
        spool.look(id).ifPresent(messages::add);
      } catch (IOException e) {
        if (!spool.groups(id).isEmpty()) { // else it was set aside
          throw new UncheckedIOException(e);
        }
      }
    }
    return messages;
  }
}
