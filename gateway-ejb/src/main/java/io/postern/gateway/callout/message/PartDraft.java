package io.postern.gateway.callout.message;

import io.postern.mail.HeaderSection;
import io.postern.mail.MimePart;
import io.postern.mail.UnparsableMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jspecify.annotations.Nullable;

/** One part, lent to one callout; remembers what the callout puts in its place. */
final class PartDraft implements MimePart {

  private static final int LONGEST_TEXT = 16 << 20;
  private static final int LONGEST_NAME = 4 << 10;
  private static final int LONGEST_HEADER = 256 << 10;

  private final MessageDraft message;
  private final MimeNode node;
  private final int generation;

  /** What the node is a range of; stays readable when the message gets another body. */
  private final BodyOctets received;

  private final List<PartDraft> parts;
  private @Nullable HeaderDraft header;

  /** The new body, its transfer encoding applied. */
  private byte @Nullable [] replacement;

  PartDraft(MessageDraft message, MimeNode node) {
    this.message = message;
    this.node = node;
    this.generation = message.generation();
    this.received = message.received();
    this.parts = new ArrayList<>(node.parts.size());
    for (MimeNode part : node.parts) {
      parts.add(new PartDraft(message, part));
    }
  }

  @Override
  public String contentType() {
    message.lease().check();
    return type().name();
  }

  private ContentType type() {
    return header == null && node.parent != null
        ? node.type
        : ContentType.of(draft().octets(), ContentType.DEFAULT);
  }

  @Override
  public Optional<String> fileName() {
    message.lease().check();
    return disposition()
        .flatMap(disposition -> disposition.parameters().get("filename"))
        .or(() -> type().parameters().get("name"))
        .map(PartDraft::decodedName);
  }

  private static String decodedName(String name) {
    if (!name.contains("=?") || name.length() > LONGEST_NAME) {
      return name;
    }
    try {
      return DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      return name;
    }
  }

  @Override
  public boolean isAttachment() {
    message.lease().check();
    // What is neither is to be treated as an attachment (RFC 2183 section 2.8).
    return disposition().filter(found -> !found.main().equalsIgnoreCase("inline")).isPresent();
  }

  private Optional<ParameterReader> disposition() {
    for (FieldOctets field : draft().octets().fields()) {
      if (field.named("Content-Disposition")) {
        String value = field.rawValue();
        return Optional.of(
            new ParameterReader(value.substring(0, Math.min(value.length(), 4 * LONGEST_NAME))));
      }
    }
    return Optional.empty();
  }

  @Override
  public HeaderSection header() {
    message.lease().check();
    return draft();
  }

  private HeaderDraft draft() {
    if (node.parent == null) {
      return message.headerDraft();
    }
    HeaderDraft draft = header;
    if (draft == null) {
      draft =
          new HeaderDraft(
              message.lease(),
              HeaderOctets.read(receivedHeader()),
              () -> message.generation() == generation);
      header = draft;
    }
    return draft;
  }

  private byte[] receivedHeader() {
    try (InputStream in = message.lease().lend(received.open(node.headerStart, node.bodyStart))) {
      byte[] octets = in.readNBytes(LONGEST_HEADER + 2);
      if (octets.length < node.bodyStart - node.headerStart) {
        throw new UnparsableMessage("a part's header section exceeds " + LONGEST_HEADER);
      }
      return octets;
    } catch (IOException e) {
      throw new UncheckedIOException("a part's header section cannot be read", e);
    }
  }

  @Override
  public List<MimePart> parts() {
    message.lease().check();
    return List.copyOf(parts);
  }

  @Override
  public InputStream open() throws IOException {
    message.lease().check();
    TransferEncoding encoding = TransferEncoding.of(draft().octets());
    return encoding.decoding(message.lease().lend(encoded()));
  }

  private InputStream encoded() {
    byte[] changed = replacement;
    return changed == null
        ? received.open(node.bodyStart, node.end)
        : BodyOctets.of(changed).open();
  }

  @Override
  public String text() throws IOException {
    requireText();
    try (InputStream in = open()) {
      byte[] octets = in.readNBytes(LONGEST_TEXT + 1);
      if (octets.length > LONGEST_TEXT) {
        throw new IllegalStateException("the text exceeds " + LONGEST_TEXT + " octets");
      }
      return new String(octets, type().readingCharset());
    }
  }

  @Override
  public void replaceText(String text) {
    requireText();
    requireHeld();
    String lines = Lines.withCrlf(text);
    TransferEncoding encoding = TransferEncoding.of(draft().octets());
    Optional<Charset> charset = type().charset();
    if (charset.isPresent() && canEncode(charset.get(), lines)) {
      byte[] octets = lines.getBytes(charset.get());
      if (encoding.carries(octets) && !mistakable(encoding, octets)) {
        put(octets, encoding);
        return;
      }
    }
    byte[] octets = lines.getBytes(StandardCharsets.UTF_8);
    draft().replace("Content-Type", type().withUtf8());
    TransferEncoding fitting = TransferEncoding.fitting(octets, true);
    putAs(octets, mistakable(fitting, octets) ? TransferEncoding.BASE64 : fitting);
  }

  private static boolean canEncode(Charset charset, String text) {
    return charset.canEncode() && charset.newEncoder().canEncode(text);
  }

  @Override
  public void replaceBody(byte[] bytes) {
    message.lease().check();
    requireLeaf();
    requireHeld();
    TransferEncoding encoding = TransferEncoding.of(draft().octets());
    if (encoding.carries(bytes) && !mistakable(encoding, bytes)) {
      put(bytes, encoding);
      return;
    }
    TransferEncoding fitting = TransferEncoding.fitting(bytes, type().isText());
    putAs(bytes, mistakable(fitting, bytes) ? TransferEncoding.BASE64 : fitting);
  }

  /** Whether a line of it would be taken for a delimiter of a multipart around this part. */
  private boolean mistakable(TransferEncoding encoding, byte[] octets) {
    byte[] encoded = encoding.encode(octets);
    for (MimeNode around = node.parent; around != null; around = around.parent) {
      if (Lines.beginLikeDelimiter(encoded, around.type.boundary())) {
        return true;
      }
    }
    return false;
  }

  private void putAs(byte[] octets, TransferEncoding encoding) {
    draft().replace("Content-Transfer-Encoding", encoding.token);
    if (node.parent == null && draft().first("MIME-Version").isEmpty()) {
      draft().add("MIME-Version", "1.0");
    }
    put(octets, encoding);
  }

  private void put(byte[] octets, TransferEncoding encoding) {
    replacement = encoding.encode(octets);
  }

  private void requireText() {
    message.lease().check();
    requireLeaf();
    if (!type().isText()) {
      throw new IllegalStateException("not a text part: " + type().name());
    }
  }

  private void requireLeaf() {
    if (node.type.isMultipart()) {
      throw new IllegalStateException("a multipart has no body of its own: " + node.type.name());
    }
  }

  private void requireHeld() {
    if (message.generation() != generation) {
      throw new IllegalStateException("the part's message has got another body");
    }
  }

  /** Adds what was changed in this part and those in it, from front to back. */
  void addEdits(List<BodyOctets.Edit> edits) {
    byte[] body = replacement;
    HeaderDraft changed = header;
    if (changed != null && (changed.isChanged() || body != null)) {
      boolean bodyFollows = body == null ? node.end > node.bodyStart : body.length > 0;
      edits.add(
          new BodyOctets.Edit(
              node.headerStart, node.bodyStart, changed.octets().octets(bodyFollows)));
    }
    for (PartDraft part : parts) {
      part.addEdits(edits);
    }
    if (body != null) {
      boolean last = node.end == received.size();
      edits.add(new BodyOctets.Edit(node.bodyStart, node.end, last ? lineEnded(body) : body));
    }
  }

  private static byte[] lineEnded(byte[] body) {
    if (body.length == 0 || body[body.length - 1] == '\n') {
      return body;
    }
    byte[] ended = Arrays.copyOf(body, body.length + 2);
    ended[body.length] = '\r';
    ended[body.length + 1] = '\n';
    return ended;
  }
}
