package io.postern.gateway.callout.message;

import io.postern.mail.UnparsableMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a message in one pass over its body (RFC 2046 section 5.1).
 *
 * <p>Readers differ in what they make of a broken structure, and mail is broken on purpose to be
 * read differently by a filter and by its recipient. So a boundary used on two levels is refused. A
 * multipart without boundary or without any part is met in practice and has nothing to read in two
 * ways: it is a leaf. A missing end is common and read as the end of the message.
 */
final class MimeScanner {

  private static final int DEEPEST = 100;
  private static final int MOST_PARTS = 10_000;
  private static final int LONGEST_BOUNDARY = 250;
  private static final int LONGEST_HEADER = 256 << 10;

  private final LineReader lines;
  private final Deque<MimeNode> open = new ArrayDeque<>();
  private final Map<String, MimeNode> delimiters = new HashMap<>();
  private final ByteArrayOutputStream header = new ByteArrayOutputStream();

  /** The part whose header section is being read. */
  private @Nullable MimeNode headed;

  private int parts;

  private MimeScanner(InputStream body) {
    lines = new LineReader(body);
  }

  /**
   * @param type the message's own
   * @param lease of the callout that wants to know
   */
  static MimeNode scan(ContentType type, BodyOctets body, Lease lease) throws IOException {
    MimeNode root = new MimeNode(null, 0);
    root.type = type;
    root.end = body.size();
    if (!root.type.isMultipart()) {
      return root;
    }
    try (InputStream in = lease.guarded(body.open())) {
      MimeScanner scanner = new MimeScanner(in);
      scanner.enter(root);
      scanner.run(body.size());
    }
    return root;
  }

  private void run(long size) throws IOException {
    while (lines.hasLine()) {
      if (lines.startsWithDashes() && isDelimiter(lines.visible())) {
        continue;
      }
      if (headed == null) {
        lines.skip();
      } else if (lines.isEmpty()) {
        lines.skip();
        headerComplete(headed, lines.position());
      } else {
        lines.copyTo(header, LONGEST_HEADER);
      }
    }
    if (headed != null) {
      headerComplete(headed, size);
    }
    while (!open.isEmpty()) {
      leave(size);
    }
  }

  /** Acts on a delimiter line of any open multipart and passes it. */
  private boolean isDelimiter(String line) throws IOException {
    MimeNode multipart = delimiters.get(line);
    boolean closes = false;
    if (multipart == null && line.length() > 4 && line.endsWith("--")) {
      multipart = delimiters.get(line.substring(0, line.length() - 2));
      closes = true;
    }
    if (multipart == null) {
      return false;
    }
    // The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1).
    long end = lines.position() - lines.lastLineEnd();
    if (headed != null) {
      headerComplete(headed, Math.max(headed.headerStart, end));
    }
    while (open.peekLast() != multipart) {
      leave(end);
    }
    endPart(multipart, end);
    long start = lines.position();
    lines.skip();
    if (closes) {
      multipart.partsEnd = start;
      multipart.isClosed = true;
      open.removeLast();
      delimiters.remove(delimiter(multipart));
    } else {
      beginPart(multipart, start);
    }
    return true;
  }

  private void beginPart(MimeNode multipart, long delimiterStart) {
    if (++parts > MOST_PARTS) {
      throw new UnparsableMessage("more than " + MOST_PARTS + " parts");
    }
    headed = new MimeNode(multipart, lines.position());
    headed.delimiterStart = delimiterStart;
    multipart.parts.add(headed);
    header.reset();
  }

  private static void endPart(MimeNode multipart, long end) {
    if (!multipart.parts.isEmpty()) {
      MimeNode last = multipart.parts.getLast();
      last.end = Math.max(last.bodyStart, end);
      last.lineEndFollows = end >= last.bodyStart;
    }
  }

  private void headerComplete(MimeNode part, long bodyStart) {
    headed = null;
    part.bodyStart = bodyStart;
    part.end = bodyStart;
    HeaderOctets read = HeaderOctets.read(header.toByteArray());
    part.type = ContentType.of(read, part.type);
    part.ambiguous =
        (part.parent != null && part.parent.ambiguous)
            || ContentType.isAmbiguous(read)
            || TransferEncoding.isAmbiguous(read);
    if (part.type.isMultipart()) {
      enter(part);
    }
  }

  private void enter(MimeNode multipart) {
    if (open.size() == DEEPEST) {
      throw new UnparsableMessage("parts within parts more than " + DEEPEST + " levels deep");
    }
    String boundary = multipart.type.boundary();
    if (boundary.isEmpty()) {
      return; // Without delimiters it stays one opaque body.
    }
    if (boundary.length() > LONGEST_BOUNDARY) {
      throw new UnparsableMessage(
          "a boundary of " + boundary.length() + " characters, more than " + LONGEST_BOUNDARY);
    }
    if (delimiters.put(delimiter(multipart), multipart) != null) {
      throw new UnparsableMessage("a boundary used on two levels");
    }
    open.addLast(multipart);
  }

  private void leave(long end) {
    MimeNode multipart = open.removeLast();
    delimiters.remove(delimiter(multipart));
    endPart(multipart, end);
    if (!multipart.parts.isEmpty()) {
      multipart.partsEnd = multipart.parts.getLast().end;
    }
  }

  private static String delimiter(MimeNode multipart) {
    return "--" + multipart.type.boundary();
  }
}
