package io.postern.gateway.callout.message;

import io.postern.mail.TextAddition;
import io.postern.mail.UnparsableMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The body of a text leaf as it stands in the message, and how text can be added to it. */
final class PartText {

  private static final int LONGEST_TEXT = 16 << 20;

  /** Base64 or quoted-printable of the longest text, and room for what decoders pass over. */
  private static final int LONGEST_ENCODED = 4 * LONGEST_TEXT;

  /** Octets that end a shift, on the line that is there. */
  private static final int LONGEST_RESET = 4;

  final ContentType type;
  final TransferEncoding encoding;
  private final byte[] encoded;
  private final TextOctets decoded;
  private final boolean damaged;

  private PartText(
      ContentType type,
      TransferEncoding encoding,
      byte[] encoded,
      TextOctets decoded,
      boolean damaged) {
    this.type = type;
    this.encoding = encoding;
    this.encoded = encoded;
    this.decoded = decoded;
    this.damaged = damaged;
  }

  /**
   * @param body encoded
   * @throws UnparsableMessage when the text is too long
   */
  static PartText read(ContentType type, TransferEncoding encoding, InputStream body)
      throws IOException {
    byte[] encoded = body.readNBytes(LONGEST_ENCODED + 1);
    byte[] octets = encoded;
    boolean damaged = false;
    if (encoding.decoding(new ByteArrayInputStream(encoded)) instanceof DecodingStream decoding) {
      octets = decoding.readNBytes(LONGEST_TEXT + 1);
      damaged = decoding.isDamaged();
    }
    if (octets.length > LONGEST_TEXT || encoded.length > LONGEST_ENCODED) {
      throw new UnparsableMessage("a text of more than " + LONGEST_TEXT + " octets");
    }
    return new PartText(type, encoding, encoded, new TextOctets(octets, type, damaged), damaged);
  }

  String text() {
    return decoded.text();
  }

  boolean isExact() {
    return decoded.isExact();
  }

  /**
   * The body with text added.
   *
   * @param encoded in the transfer encoding
   * @param utf8 whether the Content-Type must say so
   */
  record Added(byte[] encoded, TransferEncoding encoding, boolean utf8, TextAddition how) {}

  /**
   * @param boundaries of the multiparts around it
   * @param fieldsMayChange whether type and transfer encoding may be replaced in its header section
   * @return empty when the text cannot be added
   */
  Optional<Added> with(
      TextInsertion.Place place, String text, List<String> boundaries, boolean fieldsMayChange) {
    if (decoded.isWide() && encoding.isIdentity()) {
      return Optional.empty(); // Lines of mail are not UTF-16: the label is wrong.
    }
    List<TextInsertion> ways = TextInsertion.into(decoded, place, text);
    for (TextInsertion way : ways) {
      if (way.utf8() && !fieldsMayChange) {
        continue;
      }
      TextAddition how = way.ascii() ? TextAddition.ADDED_IN_ASCII : TextAddition.ADDED;
      Optional<Written> written = written(way, boundaries);
      // Character references spare all that is there another encoding.
      boolean last = way == ways.getLast() || !type.isHtml();
      if (written.isEmpty() && fieldsMayChange && encoding.isIdentity() && last && !way.ascii()) {
        byte[] whole = spliced(decoded.octets, way.at(), way.octets());
        written =
            encodedAs(TransferEncoding.fitting(whole, true), whole, boundaries)
                .or(() -> encodedAs(TransferEncoding.BASE64, whole, boundaries));
      }
      if (written.isPresent()) {
        Written found = written.get();
        return Optional.of(new Added(found.encoded(), found.encoding(), way.utf8(), how));
      }
    }
    return Optional.empty();
  }

  private record Written(byte[] encoded, TransferEncoding encoding) {}

  /** In the transfer encoding it has. */
  private Optional<Written> written(TextInsertion way, List<String> boundaries) {
    return switch (encoding) {
      case SEVEN_BIT, EIGHT_BIT -> {
        int line = lineEnd(encoded, way.at()) - lineStart(encoded, way.at());
        // A line that is too long already is no reason to write all of the text in another way.
        int kept = Math.max(Lines.LONGEST, line + LONGEST_RESET);
        yield asItIs(way.at(), way.octets(), type.isHtml() ? Lines.LONGEST : kept, boundaries)
            .or(
                () ->
                    type.isHtml() && !decoded.isWide()
                        ? asItIs(way.at(), onOwnLines(way.octets()), kept, boundaries)
                        : Optional.empty());
      }
      case QUOTED_PRINTABLE -> quoted(way, boundaries);
      case BASE64 ->
          damaged
              ? Optional.empty()
              : encodedAs(
                  TransferEncoding.BASE64,
                  spliced(decoded.octets, way.at(), way.octets()),
                  boundaries);
      case UNKNOWN -> Optional.empty();
    };
  }

  private Optional<Written> encodedAs(TransferEncoding as, byte[] octets, List<String> boundaries) {
    byte[] result = as.encode(octets);
    return mistakable(result, 0, result.length, boundaries)
        ? Optional.empty()
        : Optional.of(new Written(result, as));
  }

  private Optional<Written> asItIs(int at, byte[] added, int longest, List<String> boundaries) {
    boolean eightBit = encoding == TransferEncoding.EIGHT_BIT || !Lines.isAscii(encoded);
    if ((!eightBit && !Lines.isAscii(added)) || !Lines.areClean(added, Lines.LONGEST)) {
      return Optional.empty();
    }
    byte[] result = spliced(encoded, at, added);
    int from = lineStart(result, at);
    int to = lineEnd(result, at + added.length);
    if (!Lines.areClean(Arrays.copyOfRange(result, from, to), longest)
        || makesDelimiter(result, at, added.length, boundaries)) {
      return Optional.empty();
    }
    return Optional.of(new Written(result, encoding));
  }

  private static byte[] onOwnLines(byte[] added) {
    byte[] lines = new byte[added.length + 4];
    System.arraycopy(added, 0, lines, 2, added.length);
    lines[0] = '\r';
    lines[1] = '\n';
    lines[added.length + 2] = '\r';
    lines[added.length + 3] = '\n';
    return lines;
  }

  private Optional<Written> quoted(TextInsertion way, List<String> boundaries) {
    boolean atEnd = way.at() == decoded.octets.length;
    int at = atEnd ? encoded.length : QuotedPrintable.encodedOffset(encoded, way.at());
    ByteArrayOutputStream added = new ByteArrayOutputStream(2 * way.octets().length + 16);
    boolean softBreak = QuotedPrintable.endsInSoftBreak(Arrays.copyOf(encoded, at));
    if (softBreak) {
      added.writeBytes(new byte[] {'\r', '\n'});
    } else if (at > lineStart(encoded, at) && !startsWithLineEnd(way.octets())) {
      added.writeBytes(new byte[] {'=', '\r', '\n'});
    }
    added.writeBytes(QuotedPrintable.encode(way.octets()));
    if (!atEnd && !endsWithLineEnd(way.octets())) {
      added.writeBytes(new byte[] {'=', '\r', '\n'});
    }
    byte[] result = spliced(encoded, at, added.toByteArray());
    return makesDelimiter(result, at, added.size(), boundaries)
        ? Optional.empty()
        : Optional.of(new Written(result, encoding));
  }

  private static boolean startsWithLineEnd(byte[] octets) {
    return octets.length > 1 && octets[0] == '\r' && octets[1] == '\n';
  }

  private static boolean endsWithLineEnd(byte[] octets) {
    int length = octets.length;
    return length > 1 && octets[length - 2] == '\r' && octets[length - 1] == '\n';
  }

  private static byte[] spliced(byte[] octets, int at, byte[] added) {
    byte[] whole = Arrays.copyOf(octets, octets.length + added.length);
    System.arraycopy(added, 0, whole, at, added.length);
    System.arraycopy(octets, at, whole, at + added.length, octets.length - at);
    return whole;
  }

  private static int lineStart(byte[] octets, int from) {
    int at = from;
    while (at > 0 && octets[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  /** Behind the line end. */
  private static int lineEnd(byte[] octets, int from) {
    int at = from;
    while (at < octets.length && octets[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, octets.length);
  }

  /**
   * Whether what was put there makes a line that begins like a delimiter. One that was there
   * already is no reason to write the text in another way.
   */
  private boolean makesDelimiter(byte[] result, int at, int length, List<String> boundaries) {
    int start = lineStart(result, at);
    int from = mistakable(encoded, start, at, boundaries) ? lineEnd(result, at) : start;
    int end = at + length;
    int to = end > 0 && result[end - 1] == '\n' ? end : lineEnd(result, end);
    return from < to && mistakable(result, from, to, boundaries);
  }

  private static boolean mistakable(byte[] octets, int from, int to, List<String> boundaries) {
    byte[] lines = Arrays.copyOfRange(octets, from, to);
    for (String boundary : boundaries) {
      if (Lines.beginLikeDelimiter(lines, boundary)) {
        return true;
      }
    }
    return false;
  }
}
