package io.postern.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.Envelope;
import io.postern.mail.MailParameters;
import io.postern.mail.Mailbox;
import io.postern.mail.MessageNotes;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a record says of a message is the same after reading, and can grow. */
class DescriptionTest {

  private static final SpoolId ID = new SpoolId(4711);

  private static final Envelope ENVELOPE =
      new Envelope(
          ReversePath.parse("ann@example.org"),
          new MailParameters(Map.of("SIZE", "1000", "ENVID", "a+2Bb", "X-NEW", "yes")),
          List.of(
              Recipient.of(Mailbox.parse("bob@example.com"))
                  .with("NOTIFY", "SUCCESS,DELAY")
                  .with("ORCPT", "rfc822;robert@example.com"),
              Recipient.of(new Mailbox("postmaster", ""))));

  private static final MessageAttributes ALL =
      new MessageAttributes(
          Optional.of("ann"),
          Map.of("tls", "TLSv1.3"),
          Map.of("scanner.seen", "yes", "\u00fc", ""),
          true,
          OptionalInt.of(-3),
          Optional.of(Mail.NOON.plusSeconds(60)));

  private static Arrival arrival(Content content) {
    return new Arrival(
        ID,
        ENVELOPE,
        content,
        Map.of("peer", "192.0.2.1:4711"),
        Mail.NOON,
        Optional.empty(),
        Optional.empty(),
        ALL);
  }

  private static byte[] written(Description description) {
    DescriptionWriter writer = new DescriptionWriter();
    description.write(writer);
    return Arrays.copyOf(writer.octets(), writer.length());
  }

  private static Description read(byte[] octets) {
    return Description.read(new DescriptionReader(ByteBuffer.wrap(octets)));
  }

  @Test
  void everythingIsReadAsItWasWritten() {
    Quarantine quarantine =
        new Quarantine(
            "a virus",
            Optional.of("scanner"),
            Optional.of("EICAR"),
            OptionalDouble.of(7.5),
            Optional.of(Instant.parse("2026-12-24T00:00:00Z")));
    Arrival plain = arrival(HeapContents.content(""));
    for (Arrival arrival :
        List.of(
            plain,
            plain.quarantined(quarantine),
            plain.held(Optional.of(new Hold(List.of(1), "closed"))))) {
      Description description =
          Description.of(arrival, Optional.of(new Description.FileSum(0x12345678)));

      assertEquals(description, read(written(description)));
    }
  }

  @Test
  void orderOfParametersStays() {
    Description read =
        read(written(Description.of(arrival(HeapContents.content("")), Optional.empty())));

    assertEquals(
        "bob@example.com NOTIFY=SUCCESS,DELAY ORCPT=rfc822;robert@example.com",
        read.envelope().recipients().getFirst().toString());
  }

  @Test
  void fieldsOfANewerVersionAreSkipped() {
    Description description = Description.of(arrival(HeapContents.content("")), Optional.empty());
    DescriptionWriter writer = new DescriptionWriter();
    description.write(writer);
    int begin = writer.begin(99);
    writer.text("unheard of");
    writer.end(begin);
    writer.end(0); // the description is longer by the field
    byte[] octets = Arrays.copyOf(writer.octets(), writer.length());

    assertEquals(description, read(octets));
    DescriptionReader outline = new DescriptionReader(ByteBuffer.wrap(octets));
    assertEquals(2, Description.readOutline(outline).states().size());
    assertTrue(!outline.hasMore(), "what follows the description is found");
  }

  /** As every version up to the first format did: a fixed order, and no fields. */
  @Test
  void firstVersionIsRead() {
    DescriptionWriter writer = new DescriptionWriter();
    int begin = writer.beginPart();
    writer.int64(ID.value());
    writer.instant(Mail.NOON);
    writer.int32(1);
    writer.octet(1 | 4); // quarantined
    writer.int32(10);
    writer.int64(20);
    writer.int32(0);
    writer.octet(1);
    writer.mailbox(Mailbox.parse("ann@example.org"));
    writer.mailbox(Mailbox.parse("bob@example.com"));
    writer.text("a virus");
    writer.facts(Map.of("decided-by", "scanner"));
    writer.text("closed"); // held
    writer.int32(1);
    writer.int32(0);
    writer.end(begin);

    Description read = read(Arrays.copyOf(writer.octets(), writer.length()));

    assertEquals(
        Envelope.of(
            ReversePath.parse("ann@example.org"), List.of(Mailbox.parse("bob@example.com"))),
        read.envelope());
    assertEquals(Optional.of(Quarantine.of("a virus", Optional.of("scanner"))), read.quarantine());
    assertEquals(Optional.of(new Hold(List.of(0), "closed")), read.hold());
    assertEquals(MessageAttributes.none(), read.attributes());
    assertEquals(10, read.headSize());
  }

  @Test
  void marksAreReadAsTheyWereWritten_alsoThoseOfTheFirstVersion() {
    Description message = Description.of(arrival(HeapContents.content("")), Optional.empty());
    Mark mark =
        new Mark(ID, 1, new RecipientState.Waiting(3, Mail.NOON), Mail.NOON, Map.of("reply", "4"));
    MarkGroup group = MarkGroup.of(message, List.of(mark));
    DescriptionWriter writer = new DescriptionWriter();
    MarkGroup.writeAll(List.of(group), writer);
    assertTrue(writer.length() <= group.roughSize(), "of " + writer.length() + " octets");

    assertEquals(List.of(group), marks(writer));

    DescriptionWriter first = new DescriptionWriter();
    first.int32(1);
    first.int64(ID.value());
    first.instant(Mail.NOON);
    first.octet(0); // the null reverse-path
    first.facts(Map.of());
    first.int32(1);
    first.int32(1);
    first.mailbox(Mailbox.parse("bob@example.com"));
    first.state(mark.state());
    first.instant(mark.at());
    first.facts(mark.facts());
    assertEquals(
        List.of(
            new MarkGroup(
                ID,
                Envelope.of(ReversePath.none(), List.of(Mailbox.parse("bob@example.com"))),
                Map.of(),
                Mail.NOON,
                List.of(mark))),
        marks(first));
  }

  private static List<MarkGroup> marks(DescriptionWriter written) {
    return MarkGroup.readAll(
        new DescriptionReader(ByteBuffer.wrap(written.octets(), 0, written.length())));
  }

  /** Whatever octets stand there: never more memory than there are octets, and never an Error. */
  @Test
  void noLengthLeadsBeyondTheDescription() {
    byte[] octets = written(Description.of(arrival(HeapContents.content("")), Optional.empty()));
    for (int at = 0; at < octets.length; at++) {
      for (byte value : new byte[] {-1, 0x7f, 0}) {
        byte[] changed = octets.clone();
        changed[at] = value;
        try {
          read(changed);
        } catch (RuntimeException e) {
          continue; // said, and taken for damage
        }
      }
      byte[] cut = Arrays.copyOf(octets, at);
      assertThrows(RuntimeException.class, () -> read(cut));
    }
  }

  @Test
  void notesAreBounded() {
    String most = "x".repeat(MessageNotes.MOST_OCTETS - 1);
    assertEquals(most, notes(Map.of("n", most)).notes().get("n"));
    assertThrows(IllegalArgumentException.class, () -> notes(Map.of("nn", most)));
  }

  private static MessageAttributes notes(Map<String, String> notes) {
    return new MessageAttributes(
        Optional.empty(), Map.of(), notes, false, OptionalInt.empty(), Optional.empty());
  }
}
