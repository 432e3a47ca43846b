package io.postern.gateway.callout.message;

import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.HeapContents;
import io.postern.mail.MutableMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Lets a test do what a callout does, and shows what goes to the spool. */
final class Editing {

  /** A change of a message. */
  interface Change {
    void apply(MutableMessage message) throws IOException;
  }

  final HeapContents contents = new HeapContents();

  /** The octets after the changes, each made by a callout of its own, one char per octet. */
  String after(String mail, Change... changes) throws IOException {
    return after(mail.getBytes(StandardCharsets.ISO_8859_1), changes);
  }

  String after(byte[] mail, Change... changes) throws IOException {
    Content content = contents.of(mail);
    StreamedBodies bodies = new StreamedBodies(contents::open);
    MessageVersion version = MessageVersion.of(content, bodies);
    for (Change change : changes) {
      Lease lease = new Lease();
      MessageDraft draft = version.draft(lease);
      change.apply(draft);
      version = draft.finish();
      lease.end();
    }
    Content result = version.content(contents::open);
    bodies.close();
    String text = HeapContents.text(result);
    if (result != content) {
      result.close();
    }
    content.close();
    return text;
  }

  /** The message as a callout sees it. */
  MutableMessage seen(String mail) {
    return seen(mail.getBytes(StandardCharsets.ISO_8859_1));
  }

  MutableMessage seen(byte[] mail) {
    return MessageVersion.of(contents.of(mail), new StreamedBodies(contents::open))
        .draft(new Lease());
  }
}
