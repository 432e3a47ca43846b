package io.postern.gateway.callout.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entity as ranges of its message's body. The root's header section is the message's own and not
 * part of the range. Filled by {@link MimeScanner}, not changed afterwards.
 */
final class MimeNode {

  final @Nullable MimeNode parent;
  final long headerStart;
  final List<MimeNode> parts = new ArrayList<>();
  ContentType type;

  /** Whether readers may differ in type or encoding of this entity or of a part around it. */
  boolean ambiguous;

  /** Where the delimiter line before it begins; of the root nowhere. */
  long delimiterStart;

  long bodyStart;
  long end;

  /** Of a multipart: where the closing delimiter begins, or its last part ends without one. */
  long partsEnd;

  /** Of a multipart: whether a closing delimiter was found. */
  boolean isClosed;

  /** Whether the delimiter behind it has a line end of its own; not so behind an empty body. */
  boolean lineEndFollows = true;

  MimeNode(@Nullable MimeNode parent, long headerStart) {
    this.parent = parent;
    this.headerStart = headerStart;
    this.bodyStart = headerStart;
    this.end = headerStart;
    this.type =
        parent != null && parent.type.name().equals("multipart/digest")
            ? ContentType.DIGEST_DEFAULT
            : ContentType.DEFAULT;
  }
}
