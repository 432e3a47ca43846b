package io.postern.gateway.callout.message;

import io.postern.mail.MutableHeaderSection;
import io.postern.mail.MutableMimePart;
import io.postern.mail.NewPart;
import io.postern.mail.TextAddition;
import io.postern.mail.UnparsableMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One part as one callout sees it; remembers what the callout puts in its place. */
final class PartDraft implements MutableMimePart {

  private static final int LONGEST_HEADER = 256 << 10;

  private final MessageDraft message;
  private final MimeNode node;
  private final int generation;

  /** What the node is a range of; stays readable when the message gets another body. */
  private final BodyOctets received;

  private final PartList parts;

  /** The multipart's that holds this part; null for the message itself. */
  private final @Nullable PartList siblings;

  private @Nullable HeaderDraft header;

  /**
   * A new body, its transfer encoding applied.
   *
   * @param endsLine whether what follows it begins a line
   */
  private record NewBody(BodyOctets octets, boolean endsLine) {

    static NewBody of(byte[] octets) {
      return new NewBody(
          BodyOctets.of(octets), octets.length == 0 || octets[octets.length - 1] == '\n');
    }

    BodyOctets lineEnded() {
      return endsLine ? octets : BodyOctets.joined(octets, BodyOctets.LINE_END);
    }
  }

  private @Nullable NewBody replacement;

  /** The text as it was last read, for callouts that look before they change it. */
  private @Nullable PartText text;

  /** The message itself. */
  PartDraft(MessageDraft message, MimeNode node) {
    this(message, node, null, message.received());
  }

  /** A part that was received. */
  PartDraft(MessageDraft message, MimeNode node, PartList siblings) {
    this(message, node, siblings, message.received());
  }

  /**
   * @param received what the node is a range of
   */
  PartDraft(MessageDraft message, MimeNode node, @Nullable PartList siblings, BodyOctets received) {
    this.message = message;
    this.node = node;
    this.siblings = siblings;
    this.generation = message.generation();
    this.received = received;
    this.parts = new PartList(message, node);
  }

  @Override
  public String contentType() {
    message.lease().check();
    return effectiveName();
  }

  private String effectiveName() {
    ContentType type = type();
    boolean opaque =
        type.isMultipart() ? isLeaf() : isLeaf() && encoding() == TransferEncoding.UNKNOWN;
    return opaque ? ContentType.OPAQUE : type.name();
  }

  private boolean isLeaf() {
    return node.parts.isEmpty();
  }

  private TransferEncoding encoding() {
    return TransferEncoding.of(draft().octets());
  }

  private ContentType type() {
    return header == null && node.parent != null
        ? node.type
        : ContentType.of(draft().octets(), ContentType.DEFAULT);
  }

  @Override
  public Optional<String> fileName() {
    message.lease().check();
    return disposition().fileName();
  }

  @Override
  public boolean isAttachment() {
    message.lease().check();
    return disposition().isAttachment();
  }

  private Disposition disposition() {
    return Disposition.of(draft().octets(), type());
  }

  @Override
  public MutableHeaderSection header() {
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
    try (InputStream in =
        message.lease().guarded(received.open(node.headerStart, node.bodyStart))) {
      byte[] octets = in.readNBytes(LONGEST_HEADER + 2);
      if (octets.length < node.bodyStart - node.headerStart) {
        throw message
            .lease()
            .failedBy(new UnparsableMessage("a part's header section exceeds " + LONGEST_HEADER));
      }
      return octets;
    } catch (IOException e) {
      throw new UncheckedIOException("a part's header section cannot be read", e);
    }
  }

  @Override
  public List<MutableMimePart> parts() {
    message.lease().check();
    return parts.all();
  }

  @Override
  public MutableMimePart addPart(int index, NewPart part) {
    message.lease().check();
    if (isLeaf()) {
      throw new IllegalStateException("not a multipart: " + effectiveName());
    }
    requireHeld();
    return parts.add(index, part);
  }

  @Override
  public void remove() {
    message.lease().check();
    if (siblings == null) {
      throw new IllegalStateException("the message itself cannot be removed");
    }
    requireHeld();
    siblings.remove(this);
  }

  /** Whether it is a {@code multipart/mixed} with parts. */
  boolean isMixed() {
    return !isLeaf() && type().name().equals("multipart/mixed");
  }

  /** Whether the part can be added to this multipart. */
  boolean takes(PartContent content) {
    return content.fits(boundariesFrom(node));
  }

  @Override
  public InputStream open() throws IOException {
    message.lease().check();
    return encoding().decoding(message.lease().guarded(encoded()));
  }

  private InputStream encoded() {
    NewBody changed = replacement;
    return changed == null ? received.open(node.bodyStart, node.end) : changed.octets().open();
  }

  @Override
  public String text() throws IOException {
    return read().text();
  }

  @Override
  public boolean isTextExact() throws IOException {
    return read().isExact();
  }

  private PartText read() throws IOException {
    requireText();
    ContentType type = type();
    TransferEncoding encoding = encoding();
    PartText known = text;
    if (known == null || known.encoding != encoding || !known.type.equals(type)) {
      try (InputStream in = message.lease().guarded(encoded())) {
        known = PartText.read(type, encoding, in);
      } catch (UnparsableMessage e) {
        throw message.lease().failedBy(e);
      }
      text = known;
    }
    return known;
  }

  @Override
  public TextAddition appendText(String added) throws IOException {
    return add(TextInsertion.Place.END, added);
  }

  @Override
  public TextAddition prependText(String added) throws IOException {
    return add(TextInsertion.Place.START, added);
  }

  private TextAddition add(TextInsertion.Place place, String added) throws IOException {
    PartText before = read();
    requireHeld();
    if (isAmbiguous()) {
      return TextAddition.NOT_ADDED;
    }
    Optional<PartText.Added> after =
        before.with(place, added, boundariesAround(), draft().octets().isWellFormed());
    if (after.isEmpty()) {
      return TextAddition.NOT_ADDED;
    }
    PartText.Added now = after.get();
    if (now.utf8()) {
      draft().replace("Content-Type", type().withUtf8());
    }
    if (now.encoding() != before.encoding) {
      draft().replace("Content-Transfer-Encoding", now.encoding().token);
    }
    if (now.utf8() || now.encoding() != before.encoding) {
      addVersion();
    }
    putEncoded(now.encoded());
    return now.how();
  }

  private boolean isAmbiguous() {
    HeaderOctets root = message.headerDraft().octets();
    return node.ambiguous || ContentType.isAmbiguous(root) || TransferEncoding.isAmbiguous(root);
  }

  private List<String> boundariesAround() {
    return boundariesFrom(node.parent);
  }

  /** Those of a multipart and of all around it. */
  static List<String> boundariesFrom(@Nullable MimeNode multipart) {
    List<String> boundaries = new ArrayList<>();
    for (MimeNode around = multipart; around != null; around = around.parent) {
      boundaries.add(around.type.boundary());
    }
    return boundaries;
  }

  @Override
  public void replaceText(String text) {
    requireText();
    requireHeld();
    String lines = Lines.withCrlf(text);
    TransferEncoding encoding = encoding();
    Optional<Charset> charset = type().charset();
    if (charset.isPresent() && canEncode(charset.get(), lines)) {
      byte[] octets = lines.getBytes(charset.get());
      if (encoding.carries(octets) && !mistakable(encoding, octets)) {
        putEncoded(encoding.encode(octets));
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
    String name = effectiveName();
    if (!name.equals(type().name())) {
      draft().replace("Content-Type", name);
    }
    TransferEncoding encoding = encoding();
    if (encoding.carries(bytes) && !mistakable(encoding, bytes)) {
      putEncoded(encoding.encode(bytes));
      return;
    }
    TransferEncoding fitting = TransferEncoding.fitting(bytes, type().isText());
    putAs(bytes, mistakable(fitting, bytes) ? TransferEncoding.BASE64 : fitting);
  }

  @Override
  public void replaceBody(InputStream bytes) throws IOException {
    message.lease().check();
    requireLeaf();
    requireHeld();
    String name = effectiveName();
    if (name.startsWith("message/")) {
      throw new IllegalStateException("base64 is not allowed in a part of type " + name);
    }
    BodyOctets encoded = message.bodies().base64(bytes, message.lease());
    if (!name.equals(type().name())) {
      draft().replace("Content-Type", name);
    }
    if (encoding() != TransferEncoding.BASE64) {
      draft().replace("Content-Transfer-Encoding", TransferEncoding.BASE64.token);
      addVersion();
    }
    put(new NewBody(encoded, encoded.size() == 0));
  }

  /** Whether a line of it would be taken for a delimiter of a multipart around this part. */
  private boolean mistakable(TransferEncoding encoding, byte[] octets) {
    byte[] encoded = encoding.encode(octets);
    return boundariesAround().stream()
        .anyMatch(boundary -> Lines.beginLikeDelimiter(encoded, boundary));
  }

  private void putAs(byte[] octets, TransferEncoding encoding) {
    draft().replace("Content-Transfer-Encoding", encoding.token);
    addVersion();
    putEncoded(encoding.encode(octets));
  }

  /** Without it the fields of RFC 2045 mean nothing to some readers. */
  private void addVersion() {
    if (node.parent == null && draft().first("MIME-Version").isEmpty()) {
      draft().add("MIME-Version", "1.0");
    }
  }

  private void putEncoded(byte[] encoded) {
    put(NewBody.of(encoded));
  }

  private void put(NewBody body) {
    replacement = body;
    text = null;
  }

  private void requireText() {
    message.lease().check();
    requireLeaf();
    String name = effectiveName();
    if (!name.startsWith("text/")) {
      throw new IllegalStateException("not a text part: " + name);
    }
  }

  private void requireLeaf() {
    if (!isLeaf()) {
      throw new IllegalStateException("a multipart has no body of its own: " + node.type.name());
    }
  }

  private void requireHeld() {
    if (message.generation() != generation) {
      throw new IllegalStateException("the part's message has got another body");
    }
    if (siblings != null && !siblings.holds(this)) {
      throw new IllegalStateException("the part was removed");
    }
  }

  /** An added part as it is written between delimiters. */
  BodyOctets octets() {
    List<BodyOctets.Edit> edits = new ArrayList<>();
    addEdits(edits);
    return received.with(edits);
  }

  /** Adds what was changed in this part and those in it, from front to back. */
  void addEdits(List<BodyOctets.Edit> edits) {
    NewBody body = replacement;
    HeaderDraft changed = header;
    if (changed != null && (changed.isChanged() || body != null)) {
      boolean bodyFollows = body == null ? node.end > node.bodyStart : body.octets().size() > 0;
      edits.add(
          new BodyOctets.Edit(
              node.headerStart, node.bodyStart, changed.octets().octets(bodyFollows)));
    }
    parts.addEdits(edits);
    if (body != null) {
      boolean endsMessage = received == message.received() && node.end == received.size();
      boolean lineEndNeeded = endsMessage || !node.lineEndFollows;
      edits.add(
          new BodyOctets.Edit(
              node.bodyStart, node.end, lineEndNeeded ? body.lineEnded() : body.octets()));
    }
  }
}
