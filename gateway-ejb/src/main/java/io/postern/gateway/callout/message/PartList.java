package io.postern.gateway.callout.message;

import io.postern.mail.MutableMimePart;
import io.postern.mail.NewPart;
import io.postern.mail.UnparsableMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of one multipart as one callout sees them, with those it added and without those it
 * removed. What was received and kept stays octet for octet.
 */
final class PartList {

  /** Stands where all parts were removed. */
  private static final byte[] EMPTY_TEXT =
      "Content-Type: text/plain; charset=us-ascii\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final MessageDraft message;
  private final MimeNode multipart;
  private final List<PartDraft> received;
  private final List<PartDraft> now;

  PartList(MessageDraft message, MimeNode multipart) {
    this.message = message;
    this.multipart = multipart;
    this.received = new ArrayList<>(multipart.parts.size());
    for (MimeNode part : multipart.parts) {
      received.add(new PartDraft(message, part, this));
    }
    this.now = new ArrayList<>(received);
  }

  List<MutableMimePart> all() {
    return List.copyOf(now);
  }

  MutableMimePart add(int index, NewPart part) {
    if (index < 0 || index > now.size()) {
      throw new IndexOutOfBoundsException("place " + index + " among " + now.size() + " parts");
    }
    requireAsciiBoundary();
    PartDraft draft = PartContent.of(part).draft(message, multipart, this);
    now.add(index, draft);
    return draft;
  }

  void remove(PartDraft part) {
    requireAsciiBoundary();
    now.remove(part);
  }

  boolean holds(PartDraft part) {
    return now.contains(part);
  }

  /** The delimiter is written again as it was read. */
  private void requireAsciiBoundary() {
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(multipart.type.boundary())) {
      throw message
          .lease()
          .failedBy(new UnparsableMessage("a boundary with characters beyond US-ASCII"));
    }
  }

  /** Adds what was changed, from front to back. */
  void addEdits(List<BodyOctets.Edit> edits) {
    int at = 0;
    for (int i = 0; i < received.size(); i++) {
      PartDraft part = received.get(i);
      long start = multipart.parts.get(i).delimiterStart;
      if (!now.contains(part)) {
        long end =
            i + 1 < received.size()
                ? multipart.parts.get(i + 1).delimiterStart
                : multipart.partsEnd;
        edits.add(new BodyOctets.Edit(start, end, BodyOctets.NONE));
        continue;
      }
      for (; now.get(at) != part; at++) {
        edits.add(new BodyOctets.Edit(start, start, delimited(now.get(at).octets())));
      }
      at++;
      part.addEdits(edits);
    }
    for (; at < now.size(); at++) {
      addLast(edits, now.get(at).octets());
    }
    if (now.isEmpty() && !received.isEmpty()) {
      addLast(edits, BodyOctets.of(EMPTY_TEXT));
    }
  }

  private void addLast(List<BodyOctets.Edit> edits, BodyOctets octets) {
    long at = multipart.partsEnd;
    edits.add(
        new BodyOctets.Edit(
            at, at, multipart.isClosed ? delimited(octets) : behindOpenEnd(octets)));
  }

  /** A part at the begin of a line, as a delimiter follows. */
  private BodyOctets delimited(BodyOctets octets) {
    return BodyOctets.joined(delimiter(), BodyOctets.LINE_END, octets, BodyOctets.LINE_END);
  }

  /** A part where the closing delimiter is missing. */
  private BodyOctets behindOpenEnd(BodyOctets octets) {
    // Without it the message would end within a line, or a delimiter around this would be none.
    boolean lineEndFollows =
        multipart.partsEnd < message.received().size() && multipart.parts.getLast().lineEndFollows;
    return BodyOctets.joined(
        BodyOctets.LINE_END,
        delimiter(),
        BodyOctets.LINE_END,
        octets,
        lineEndFollows ? BodyOctets.NONE : BodyOctets.LINE_END);
  }

  private BodyOctets delimiter() {
    return BodyOctets.of(("--" + multipart.type.boundary()).getBytes(StandardCharsets.US_ASCII));
  }
}
