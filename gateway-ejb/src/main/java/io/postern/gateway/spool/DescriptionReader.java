package io.postern.gateway.spool;

import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what {@link DescriptionWriter} wrote; the checksum was compared before. */
final class DescriptionReader {

  private static final RecipientState.Ending[] ENDINGS = RecipientState.Ending.values();
  private static final RecipientState QUARANTINED = new RecipientState.Quarantined();

  private final ByteBuffer octets;

  DescriptionReader(ByteBuffer octets) {
    this.octets = octets;
  }

  /** Another reader of the same octets, at the same place. */
  DescriptionReader duplicate() {
    return new DescriptionReader(octets.duplicate());
  }

  boolean hasMore() {
    return octets.hasRemaining();
  }

  int octet() {
    return octets.get();
  }

  int int32() {
    return octets.getInt();
  }

  long int64() {
    return octets.getLong();
  }

  Instant instant() {
    long second = octets.getLong();
    return Instant.ofEpochSecond(second, octets.getInt());
  }

  String text() {
    return new String(octets(), StandardCharsets.UTF_8);
  }

  byte[] octets() {
    byte[] value = new byte[boundedLength()];
    octets.get(value);
    return value;
  }

  /** A reader of the part that begins with its length here; goes on behind it. */
  DescriptionReader part() {
    int length = boundedLength();
    DescriptionReader part = new DescriptionReader(octets.slice(octets.position(), length));
    octets.position(octets.position() + length);
    return part;
  }

  /** What is left, as text. */
  String rest() {
    byte[] value = new byte[octets.remaining()];
    octets.get(value);
    return new String(value, StandardCharsets.UTF_8);
  }

  /** Of what has an octet at least, each. */
  int count() {
    int count = octets.getInt();
    if (count < 0 || count > octets.remaining()) {
      throw new IllegalStateException("a count of " + count + " in a description");
    }
    return count;
  }

  private int boundedLength() {
    int length = octets.getInt();
    if (length < 0 || length > octets.remaining()) {
      throw new IllegalStateException("a length of " + length + " octets in a description");
    }
    return length;
  }

  /** The domain of the mailbox here, in lower case; its local part is passed over. */
  String domainKey() {
    int length = boundedLength();
    octets.position(octets.position() + length);
    return text().toLowerCase(Locale.ROOT);
  }

  Recipient recipient() {
    Mailbox mailbox = mailbox();
    return new Recipient(mailbox, facts());
  }

  Mailbox mailbox() {
    String localPart = text();
    return new Mailbox(localPart, text());
  }

  ReversePath reversePath() {
    return octet() == 0 ? new ReversePath.Null() : new ReversePath.Of(mailbox());
  }

  List<Mailbox> mailboxes(int count) {
    List<Mailbox> mailboxes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mailboxes.add(mailbox());
    }
    return mailboxes;
  }

  Map<String, String> facts() {
    int count = count();
    Map<String, String> facts = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = text();
      facts.put(name, text());
    }
    return facts;
  }

  RecipientState state() {
    int kind = octet();
    return switch (kind) {
      case DescriptionWriter.WAITING, DescriptionWriter.RELEASED -> {
        int attempts = int32();
        yield new RecipientState.Waiting(attempts, instant(), kind == DescriptionWriter.RELEASED);
      }
      case DescriptionWriter.HELD -> new RecipientState.Held(int32());
      case DescriptionWriter.QUARANTINED -> QUARANTINED;
      case DescriptionWriter.FINISHED -> new RecipientState.Finished(ENDINGS[octet()]);
      default -> throw new IllegalStateException("a state of kind " + kind);
    };
  }
}
