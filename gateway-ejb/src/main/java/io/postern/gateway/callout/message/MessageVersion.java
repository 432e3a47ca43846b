package io.postern.gateway.callout.message;

import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Entry point: a message at one moment of its way from callout to callout. Immutable, read lazily:
 * the header section when it is touched, the structure when the parts are asked for, and octets are
 * written only by {@link #content}.
 *
 * <p>Does not own the content it was made of: that stays open, at least until no draft is in use.
 */
public final class MessageVersion {

  private static final int FINGERPRINT_OCTETS = 4096;

  private final Content received;
  private final StreamedBodies bodies;
  private final @Nullable HeaderOctets changedHeader;
  private final BodyOctets body;

  /** Read again by the first that comes; the result is the same. */
  private volatile @Nullable HeaderOctets header;

  private volatile @Nullable Structure structure;

  private record Structure(ContentType type, MimeNode root) {}

  private MessageVersion(
      Content received, StreamedBodies bodies, @Nullable HeaderOctets changed, BodyOctets body) {
    this.received = received;
    this.bodies = bodies;
    this.changedHeader = changed;
    this.header = changed;
    this.body = body;
  }

  /**
   * @param bodies where drafts write bodies that are given as streams; open as long as the content
   */
  public static MessageVersion of(Content content, StreamedBodies bodies) {
    return new MessageVersion(content, bodies, null, BodyOctets.of(content));
  }

  StreamedBodies bodies() {
    return bodies;
  }

  /** The message for one callout, as long as its time is not over. */
  public MessageDraft draft(Lease lease) {
    return new MessageDraft(lease, this);
  }

  /** Whether it is the content it was made of. */
  public boolean isUnchanged() {
    return changedHeader == null && isBodyUnchanged();
  }

  /** Whether the header section of another version of the message is the same. */
  public boolean hasHeaderOf(MessageVersion other) {
    return changedHeader == other.changedHeader;
  }

  /** Whether the body of another version of the message is the same. */
  public boolean hasBodyOf(MessageVersion other) {
    return body == other.body;
  }

  private boolean isBodyUnchanged() {
    return body.isAllOf(received);
  }

  /**
   * Writes the message down: the content it was made of when nothing was changed, another version
   * of it when only the header section was, or of the content that a streamed body is, else new
   * content. In all but the first case the result is to be closed on its own.
   *
   * @throws IOException when new content cannot be written; nothing is left of it then
   */
  public Content content(NewContent target) throws IOException {
    if (isUnchanged()) {
      return received;
    }
    byte[] head = head();
    Optional<Content> whole = body.whole();
    if (whole.isPresent()) {
      return whole.get().withHead(head);
    }
    try (ContentWriter writer = target.open()) {
      writer.write(head, 0, head.length);
      body.writeTo(writer);
      return writer.finish();
    }
  }

  /** The topmost field of a name, unfolded, nothing decoded; empty when there is none. */
  public Optional<String> field(String name) {
    for (FieldOctets field : header().fields()) {
      if (field.named(name)) {
        return Optional.of(field.rawValue().replace("\r\n", "").strip());
      }
    }
    return Optional.empty();
  }

  /**
   * A number that is the same for the same message sent again, and hardly ever for another: over
   * the header section without the trace field on top, which differs each time, the first octets of
   * the body and its size.
   */
  public long fingerprint() {
    CRC32C sum = new CRC32C();
    List<FieldOctets> fields = header().fields();
    boolean traced = !fields.isEmpty() && fields.getFirst().named("Received");
    for (FieldOctets field : fields.subList(traced ? 1 : 0, fields.size())) {
      sum.update(field.octets(), field.start(), field.end() - field.start());
    }
    try (InputStream in = body.open()) {
      sum.update(in.readNBytes(FINGERPRINT_OCTETS));
    } catch (IOException e) {
      // The header section and the size have to do; a reader of the body meets the error.
      return sum.getValue() ^ body.size() << Integer.SIZE;
    }
    return sum.getValue() ^ body.size() << Integer.SIZE;
  }

  MessageVersion changed(@Nullable HeaderOctets newHeader, BodyOctets newBody) {
    MessageVersion changed =
        new MessageVersion(
            received, bodies, newHeader == null ? changedHeader : newHeader, newBody);
    if (newHeader == null) {
      changed.header = header;
    }
    if (newBody == body) {
      changed.structure = structure;
    }
    return changed;
  }

  HeaderOctets header() {
    HeaderOctets read = header;
    if (read == null) {
      read = HeaderOctets.read(received.head());
      header = read;
    }
    return read;
  }

  BodyOctets body() {
    return body;
  }

  /** The structure of a body under a header section; remembered when the body is this one's. */
  MimeNode structure(HeaderOctets under, BodyOctets of, Lease lease) throws IOException {
    ContentType type = ContentType.of(under, ContentType.DEFAULT);
    Structure known = structure;
    if (of == body && known != null && known.type().equals(type)) {
      return known.root();
    }
    MimeNode root = MimeScanner.scan(type, of, lease);
    if (of == body) {
      structure = new Structure(type, root);
    }
    return root;
  }

  private byte[] head() {
    return changedHeader == null
        ? body.size() > 0 && received.bodySize() == 0 ? header().octets(true) : received.head()
        : changedHeader.octets(body.size() > 0);
  }

  long size() {
    return head().length + body.size();
  }

  InputStream open() {
    return new SequenceInputStream(new ByteArrayInputStream(head()), body.open());
  }
}
