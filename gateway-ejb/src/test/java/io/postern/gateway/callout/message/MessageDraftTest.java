package io.postern.gateway.callout.message;

import io.postern.mail.MutableMessage;
import java.io.IOException;

/** The draft over the spool's content. */
class MessageDraftTest implements MessageDraftContract {

  private final Editing editing = new Editing();

  @Override
  public String after(String mail, Editing.Change... changes) throws IOException {
    return editing.after(mail, changes);
  }

  @Override
  public MutableMessage seen(String mail) {
    return editing.seen(mail);
  }

  @Override
  public MutableMessage ended(String mail) {
    Lease lease = new Lease();
    MutableMessage message =
        MessageVersion.of(editing.contents.of(mail), new StreamedBodies(editing.contents::open))
            .draft(lease);
    lease.end();
    return message;
  }
}
