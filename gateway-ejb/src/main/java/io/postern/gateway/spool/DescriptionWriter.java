package io.postern.gateway.spool;

import io.postern.gateway.spool.log.EncodedRecord;
import io.postern.gateway.spool.log.RecordType;
import io.postern.mail.MailParameters;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/** Writes a record's description. {@link DescriptionReader} is its counterpart. */
final class DescriptionWriter {

  static final int WAITING = 0;
  static final int QUARANTINED = 1;
  static final int FINISHED = 2;
  static final int HELD = 3;
  static final int RELEASED = 4;

  private byte[] octets = new byte[512];
  private int length;

  /** The octets so far and some more; not a copy. */
  byte[] octets() {
    return octets;
  }

  int length() {
    return length;
  }

  /** A record with this description alone, which is not changed any more. */
  EncodedRecord record(RecordType type) {
    return new EncodedRecord(type, octets, length);
  }

  void octet(int value) {
    room(1);
    octets[length++] = (byte) value;
  }

  void int32(int value) {
    room(Integer.BYTES);
    setInt32(length, value);
    length += Integer.BYTES;
  }

  private void setInt32(int at, int value) {
    octets[at] = (byte) (value >>> 24);
    octets[at + 1] = (byte) (value >>> 16);
    octets[at + 2] = (byte) (value >>> 8);
    octets[at + 3] = (byte) value;
  }

  void int64(long value) {
    int32((int) (value >>> 32));
    int32((int) value);
  }

  /** Begins a part that says its own length first; to be ended. */
  int beginPart() {
    int start = length;
    int32(0);
    return start;
  }

  /**
   * Begins a field: a reader that does not know its number skips it.
   *
   * @param tag 1 to 127
   */
  int begin(int tag) {
    octet(tag);
    return beginPart();
  }

  /** Ends what was begun there. */
  void end(int start) {
    setInt32(start, length - start - Integer.BYTES);
  }

  /** A field that is a text alone. */
  void field(int tag, String text) {
    octet(tag);
    text(text);
  }

  void instant(Instant instant) {
    int64(instant.getEpochSecond());
    int32(instant.getNano());
  }

  void text(String text) {
    octets(text.getBytes(StandardCharsets.UTF_8));
  }

  void octets(byte[] value) {
    int32(value.length);
    room(value.length);
    System.arraycopy(value, 0, octets, length, value.length);
    length += value.length;
  }

  void mailbox(Mailbox mailbox) {
    text(mailbox.localPart());
    text(mailbox.domain());
  }

  void recipient(Recipient recipient) {
    mailbox(recipient.mailbox());
    facts(recipient.parameters());
  }

  /** A field; none for the null reverse-path. */
  void reversePath(int tag, ReversePath path) {
    if (path instanceof ReversePath.Of of) {
      int start = begin(tag);
      mailbox(of.mailbox());
      end(start);
    }
  }

  /** A field; none when there are no parameters. */
  void parameters(int tag, MailParameters parameters) {
    if (!parameters.all().isEmpty()) {
      int start = begin(tag);
      facts(parameters.all());
      end(start);
    }
  }

  void facts(Map<String, String> facts) {
    int32(facts.size());
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      text(fact.getKey());
      text(fact.getValue());
    }
  }

  void state(RecipientState state) {
    switch (state) {
      case RecipientState.Waiting waiting -> {
        octet(waiting.released() ? RELEASED : WAITING);
        int32(waiting.attempts());
        instant(waiting.notBefore());
      }
      case RecipientState.Held held -> {
        octet(HELD);
        int32(held.attempts());
      }
      case RecipientState.Quarantined quarantined -> octet(QUARANTINED);
      case RecipientState.Finished finished -> {
        octet(FINISHED);
        octet(code(finished.ending()));
      }
    }
  }

  private static int code(RecipientState.Ending ending) {
    return switch (ending) {
      case DELIVERED -> 0;
      case FAILED -> 1;
      case EXPIRED -> 2;
      case DISCARDED -> 3;
    };
  }

  private void room(int more) {
    if (octets.length - length < more) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, Math.addExact(length, more)));
    }
  }
}
