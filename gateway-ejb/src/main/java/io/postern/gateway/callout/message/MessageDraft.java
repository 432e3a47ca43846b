package io.postern.gateway.callout.message;

import io.postern.mail.MutableHeaderSection;
import io.postern.mail.MutableMessage;
import io.postern.mail.MutableMimePart;
import io.postern.mail.NewPart;
import io.postern.mail.UnparsableMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message as one callout sees it, with what the callout changed. Used by one thread at a time.
 */
public final class MessageDraft implements MutableMessage {

  private final Lease lease;
  private final MessageVersion before;
  private BodyOctets body;
  private @Nullable HeaderDraft header;
  private @Nullable PartDraft root;

  /** Grows when the body is replaced as a whole, which cuts off the parts handed out before. */
  private int generation;

  MessageDraft(Lease lease, MessageVersion before) {
    this.lease = lease;
    this.before = before;
    this.body = before.body();
  }

  /** The message as the callout left it. */
  public MessageVersion finish() {
    BodyOctets changedBody = changedBody();
    HeaderOctets changedHeader = header != null && header.isChanged() ? header.octets() : null;
    return changedHeader == null && changedBody == before.body()
        ? before
        : before.changed(changedHeader, changedBody);
  }

  private BodyOctets changedBody() {
    if (root == null) {
      return body;
    }
    List<BodyOctets.Edit> edits = new ArrayList<>();
    root.addEdits(edits);
    return edits.isEmpty() ? body : body.with(edits);
  }

  Lease lease() {
    return lease;
  }

  int generation() {
    return generation;
  }

  /** What the parts are ranges of. */
  BodyOctets received() {
    return body;
  }

  HeaderDraft headerDraft() {
    HeaderDraft draft = header;
    if (draft == null) {
      draft = new HeaderDraft(lease, before.header(), () -> true);
      header = draft;
    }
    return draft;
  }

  @Override
  public long size() {
    lease.check();
    return finish().size();
  }

  @Override
  public MutableHeaderSection header() {
    lease.check();
    return headerDraft();
  }

  @Override
  public MutableMimePart root() throws IOException {
    lease.check();
    PartDraft draft = root;
    if (draft == null) {
      draft = new PartDraft(this, structure());
      root = draft;
    }
    return draft;
  }

  private MimeNode structure() throws IOException {
    try {
      return before.structure(headerDraft().octets(), body, lease);
    } catch (UnparsableMessage e) {
      throw lease.failedBy(e);
    }
  }

  @Override
  public MutableMimePart attach(NewPart part) throws IOException {
    PartContent content = PartContent.of(part);
    root();
    PartDraft whole = Objects.requireNonNull(root);
    if (!headerDraft().octets().isWellFormed()) {
      throw lease.failedBy(
          new UnparsableMessage("a damaged header section, to which no part can be added"));
    }
    if (whole.isMixed() && whole.takes(content)) {
      return whole.addPart(whole.parts().size(), part);
    }
    Wrapping wrapping = Wrapping.of(headerDraft().octets());
    BodyOctets wrapped = wrapping.body(changedBody());
    headerDraft().put(wrapping.header());
    put(wrapped);
    root();
    PartDraft mixed = Objects.requireNonNull(root);
    return mixed.addPart(1, part);
  }

  @Override
  public InputStream open() throws IOException {
    lease.check();
    return lease.guarded(finish().open());
  }

  @Override
  public void replaceBody(byte[] octets) {
    lease.check();
    if (!Lines.areClean(octets, Integer.MAX_VALUE)
        || (octets.length > 0 && octets[octets.length - 1] != '\n')) {
      throw Lines.notClean();
    }
    put(BodyOctets.of(octets.clone()));
  }

  @Override
  public void replaceBody(InputStream lines) throws IOException {
    lease.check();
    put(before.bodies().lines(lines, lease));
  }

  private void put(BodyOctets other) {
    body = other;
    root = null;
    generation++;
  }

  /** Where bodies given as streams are written. */
  StreamedBodies bodies() {
    return before.bodies();
  }
}
