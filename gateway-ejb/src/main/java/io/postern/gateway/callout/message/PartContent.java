package io.postern.gateway.callout.message;

import io.postern.mail.NewPart;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A part that is to be added, with its content as it is before a transfer encoding. */
final class PartContent {

  private final NewPart part;

  /** As it will be read. */
  private final ContentType type;

  private final byte[] octets;

  private PartContent(NewPart part, ContentType type, byte[] octets) {
    this.part = part;
    this.type = type;
    this.octets = octets;
  }

  /**
   * @throws IllegalArgumentException when the part's type is none that a leaf has, or a message in
   *     it is not made of lines
   */
  static PartContent of(NewPart part) {
    HeaderOctets header =
        HeaderOctets.EMPTY.withLast(NewField.of("Content-Type", part.contentType()));
    ContentType type = ContentType.of(header, new ContentType("", Parameters.NONE));
    if (type.name().isEmpty() || type.isMultipart()) {
      throw new IllegalArgumentException(
          "'"
              + part.contentType()
              + "' is not the type of a part that can be added: a type and a subtype, not multipart");
    }
    byte[] content = part.content();
    byte[] octets =
        part.isText()
            ? Lines.withCrlf(new String(content, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8)
            : content;
    if (isMessage(type) && !Lines.areClean(octets, Lines.LONGEST)) {
      throw new IllegalArgumentException(
          "a part of type "
              + type.name()
              + " is made of lines ending in CRLF, of at most "
              + Lines.LONGEST
              + " octets: it may have no transfer encoding (RFC 2046 section 5.2.1)");
    }
    return new PartContent(part, type, octets);
  }

  private static boolean isMessage(ContentType type) {
    return type.name().startsWith("message/");
  }

  /** Whether it can stand in multiparts with these boundaries. */
  boolean fits(List<String> boundaries) {
    return !isMessage(type) || !isMistakable(TransferEncoding.EIGHT_BIT, boundaries);
  }

  private boolean isMistakable(TransferEncoding encoding, List<String> boundaries) {
    byte[] encoded = encoding.encode(octets);
    return boundaries.stream().anyMatch(of -> Lines.beginLikeDelimiter(encoded, of));
  }

  /**
   * The part as it will stand in a multipart.
   *
   * @throws IllegalArgumentException when its name is none, or a line of a message in it would be
   *     taken for a delimiter
   */
  PartDraft draft(MessageDraft message, MimeNode multipart, PartList parts) {
    List<String> boundaries = PartDraft.boundariesFrom(multipart);
    if (!fits(boundaries)) {
      throw new IllegalArgumentException(
          "the message in the part has a line that begins like the delimiter of a multipart"
              + " around it");
    }
    TransferEncoding encoding = encoding(boundaries);
    HeaderOctets header =
        HeaderOctets.EMPTY.withLast(NewField.of("Content-Type", part.contentType()));
    if (part.fileName().isPresent()) {
      header =
          header.withLast(
              NewField.of("Content-Disposition", Disposition.attachment(part.fileName().get())));
    }
    header = header.withLast(NewField.of("Content-Transfer-Encoding", encoding.token));
    byte[] head = header.octets(true);
    BodyOctets all =
        BodyOctets.of(encoding.encode(octets)).with(List.of(new BodyOctets.Edit(0, 0, head)));
    MimeNode node = new MimeNode(multipart, 0);
    node.type = type;
    node.bodyStart = head.length;
    node.end = all.size();
    return new PartDraft(message, node, parts, all);
  }

  private TransferEncoding encoding(List<String> boundaries) {
    if (isMessage(type)) {
      return Lines.isAscii(octets) ? TransferEncoding.SEVEN_BIT : TransferEncoding.EIGHT_BIT;
    }
    TransferEncoding fitting = TransferEncoding.fitting(octets, type.isText());
    return isMistakable(fitting, boundaries) ? TransferEncoding.BASE64 : fitting;
  }
}
